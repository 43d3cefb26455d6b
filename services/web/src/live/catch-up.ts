import { messageGroupsQuery } from '../messages/message-groups-query.ts';
import { queryClient } from './query-client.ts';

let running: Promise<void> | undefined;
let isAskedAgain = false;

/**
 * Reads what may have been missed: the list again, the open conversation from a little before the end of
 * what it has for certain. Conversations that are not open do so when they are opened.
 *
 * Reasons come in bursts: while one reading is under way, any number of them lead to one more.
 */
export function catchUp(): Promise<void> {
  isAskedAgain = true;
  running ??= readUntilAskedNoMore().finally(() => {
    running = undefined;
  });
  return running;
}

async function readUntilAskedNoMore(): Promise<void> {
  while (isAskedAgain) {
    isAskedAgain = false;
    await Promise.all([
      queryClient.invalidateQueries({ queryKey: messageGroupsQuery.queryKey }),
      queryClient.invalidateQueries({ queryKey: ['messages'] }),
      queryClient.invalidateQueries({ queryKey: ['message_group'] }),
    ]);
  }
}
