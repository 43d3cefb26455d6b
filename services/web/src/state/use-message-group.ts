import { useQuery } from '@tanstack/react-query';
import type { MessageGroup } from '../../../../shared/contract/message-groups.ts';
import { findMessageGroup, useMessageGroups } from './message-groups-query.ts';

/** The row of a message group: from the list, or searched for further down when it is not loaded yet. */
export function useMessageGroup(uuid: string, mayLookFor: boolean): MessageGroup | undefined {
  const { data: list } = useMessageGroups();
  const held = list?.groups.find((group) => group.uuid === uuid);
  const { data: found } = useQuery({
    queryKey: ['message_group', uuid],
    queryFn: () => findMessageGroup((group) => group.uuid === uuid),
    enabled: mayLookFor && list !== undefined && !held,
  });
  return held ?? found ?? undefined;
}
