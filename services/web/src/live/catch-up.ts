import { messageGroupsQuery } from '../messages/message-groups-query.ts';
import { queryClient } from './query-client.ts';

/**
 * Reads what may have been missed: the list again, the open conversation from a little before the end of
 * what it has for certain. Conversations that are not open do so when they are opened.
 */
export async function catchUp(): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: messageGroupsQuery.queryKey }),
    queryClient.invalidateQueries({ queryKey: ['messages'] }),
    queryClient.invalidateQueries({ queryKey: ['message_group'] }),
  ]);
}
