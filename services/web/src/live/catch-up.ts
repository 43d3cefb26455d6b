import type { Query } from '@tanstack/react-query';
import { mayPass } from '../../../../client/until-answered.ts';
import { queryClient } from '../state/query-client.ts';

const LIVE = new Set<unknown>(['message_groups', 'messages', 'message_group']);

let running: Promise<void> | undefined;
let isAskedAgain = false;

/**
 * Reads what may have been missed: the list again, the open conversation from a little before the end of
 * what it has for certain. Conversations that are not open do so when they are opened. What failed to load
 * is asked for again as well.
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
    await queryClient.invalidateQueries({ predicate: mayBeBehind });
  }
}

/** A refusal, as of a conversation of others, stays one. */
function mayBeBehind({ queryKey: [name], state }: Query): boolean {
  return state.status === 'error' ? mayPass(state.error) : LIVE.has(name);
}
