import { queryOptions, useQuery } from '@tanstack/react-query';
import type { MessageGroup } from '../../../../shared/contract/message-groups.ts';
import { findMessageGroup, listedGroup, useMessageGroups } from './message-groups-query.ts';
import { LIVE } from './query-client.ts';

const farGroupQuery = (uuid: string) =>
  queryOptions({
    queryKey: ['message_group', uuid],
    queryFn: () => findMessageGroup(uuid),
    placeholderData: () => listedGroup(uuid),
    meta: LIVE,
  });

/** A message group from the list, or loaded by itself if the list does not reach it yet. */
export function useMessageGroup(uuid: string, mayLookFor: boolean): MessageGroup | undefined {
  const { data: list } = useMessageGroups();
  const held = list?.groups.find((group) => group.uuid === uuid);
  const enabled = mayLookFor && list !== undefined && !held;
  const { data: found } = useQuery({ ...farGroupQuery(uuid), enabled });
  return held ?? found ?? undefined;
}

/** The message group that `useMessageGroup` loaded by itself. */
export function useFoundMessageGroup(uuid: string): MessageGroup | undefined {
  return useQuery({ ...farGroupQuery(uuid), enabled: false }).data ?? undefined;
}

/** Whether `useMessageGroup` has yet to find out if there is such a group. */
export function useIsSought(uuid: string): boolean {
  return useQuery({ ...farGroupQuery(uuid), enabled: false }).isPending;
}
