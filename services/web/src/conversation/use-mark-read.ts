import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { fullJitterMs } from '../../../../client/backoff.ts';
import { mayPass } from '../../../../client/until-answered.ts';
import type { MessageGroup } from '../../../../shared/contract/message-groups.ts';
import { api } from '../api/api.ts';
import { putUnreadCount } from '../state/group-list.ts';
import { changeGroupList } from '../state/message-groups-query.ts';
import { readsPrivately } from '../state/private-reading.ts';
import type { Timeline } from '../state/timeline.ts';
import { isWatched, onWatched } from './watched.ts';

interface Options {
  groupUuid: string;
  group: MessageGroup | undefined;
  timeline: Timeline;
  me: string;
  isAtEnd: boolean;
}

/** Marks the conversation as read once its end is in view on a visible, focused page. */
export function useMarkRead({ groupUuid, group, timeline, me, isAtEnd }: Options): void {
  const marked = useRef('');
  const { mutate } = useMutation({
    mutationFn: (cursor: string) =>
      api.markRead({
        params: { message_group_uuid: groupUuid },
        body: { cursor, ...(readsPrivately() && { private: true }) },
      }),
    // Retries until the server accepts it, also after the reader has left the conversation.
    retry: (_, error) => mayPass(error),
    retryDelay: (failures) => fullJitterMs(failures),
    onSuccess: ({ unread_count }, cursor) => setUnread(groupUuid, unread_count, cursor),
  });
  const last = timeline.hasNewer ? undefined : timeline.messages.at(-1);
  const isUnread = (group?.unread_count ?? 0) > 0 || last?.user_uuid !== me;
  useEffect(() => {
    if (!last || !isAtEnd || !isUnread) return;
    const mark = () => {
      if (!isWatched() || marked.current >= last.cursor) return;
      marked.current = last.cursor;
      setUnread(groupUuid, 0, last.cursor);
      mutate(last.cursor);
    };
    mark();
    return onWatched(mark);
  }, [groupUuid, last, isAtEnd, isUnread, mutate]);
}

function setUnread(groupUuid: string, count: number, readTo: string): void {
  changeGroupList((list) => putUnreadCount(list, groupUuid, count, readTo));
}
