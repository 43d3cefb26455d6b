import { queryOptions } from '@tanstack/react-query';
import type { Block } from '../../../../shared/contract/blocks.ts';
import { api } from '../api/api.ts';
import { LISTED, messageGroupsQuery } from './message-groups-query.ts';
import { queryClient } from './query-client.ts';

/** Everybody whom the user blocks. */
export const blocksQuery = queryOptions({
  queryKey: ['blocks'],
  queryFn: listAll,
  staleTime: 0,
});

export async function blockPerson(user_uuid: string): Promise<void> {
  await api.blockUser({ params: { user_uuid } });
  await refresh();
}

export async function unblockPerson(user_uuid: string): Promise<void> {
  await api.unblockUser({ params: { user_uuid } });
  await refresh();
}

async function refresh(): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries(blocksQuery),
    queryClient.invalidateQueries(messageGroupsQuery),
    queryClient.invalidateQueries({ queryKey: ['message_group'] }),
    queryClient.invalidateQueries({ queryKey: [LISTED] }),
  ]);
}

async function listAll(): Promise<Block[]> {
  const blocks: Block[] = [];
  for await (const block of api.listBlocks.all({ query: { limit: 100 } })) blocks.push(block);
  return blocks;
}
