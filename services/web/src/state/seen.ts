import { queryOptions, useQuery } from '@tanstack/react-query';
import type { Message } from '../../../../shared/contract/messages.ts';
import { api } from '../api/api.ts';
import { LIVE, queryClient } from './query-client.ts';

const KEY = 'seen';

// Also for what a frame told before the conversation was opened.
queryClient.setQueryDefaults([KEY], { meta: LIVE });

/** The cursor up to which the other member shows to have read; empty if they show nothing. */
const seenQuery = (group: string) =>
  queryOptions({
    queryKey: [KEY, group],
    queryFn: async () => {
      const { user_uuid, members } = await api.getMessageGroup({ params: { message_group_uuid: group } });
      const readTo = members.find((member) => member.user_uuid === user_uuid)?.read_to ?? '';
      return later(readTo, queryClient.getQueryData<string>([KEY, group]));
    },
  });

/** Asks only while the reader's newest message is not known to be seen. */
export function useSeenTo(group: string, messages: readonly Message[], me: string): string {
  const newest = messages.findLast(({ user_uuid }) => user_uuid === me)?.cursor ?? '';
  const enabled = newest > (queryClient.getQueryData(seenQuery(group).queryKey) ?? '');
  return useQuery({ ...seenQuery(group), enabled }).data ?? '';
}

/** Whether the other member is known to have seen a message of that time; nothing is asked for it. */
export function useIsKnownSeen(group: string, created_at: string): boolean {
  const { data = '' } = useQuery({ ...seenQuery(group), enabled: false });
  return data.slice(0, created_at.length) >= created_at;
}

/** Takes what a frame told. */
export function receiveRead(group: string, readTo: string): void {
  queryClient.setQueryData(seenQuery(group).queryKey, (held) => later(readTo, held));
}

/** The marker only moves forward, and an answer can be older than a frame. */
function later(one: string, other = ''): string {
  return one > other ? one : other;
}
