import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { MessageGroup } from '../../../../shared/contract/contract.ts';
import { markRead } from '../api/mark-read.ts';
import { fullJitter } from '../live/backoff.ts';
import { mayPass } from '../live/query-client.ts';
import { putUnreadCount } from './group-list.ts';
import { changeGroupList } from './message-groups-query.ts';
import type { Timeline } from './timeline.ts';
import { isWatched, onWatched } from './watched.ts';

interface Options {
  group: string;
  row: MessageGroup | undefined;
  timeline: Timeline;
  me: string;
  isAtEnd: boolean;
}

/** Marks the conversation as read once its end is on a screen that somebody looks at. */
export function useMarkRead({ group, row, timeline, me, isAtEnd }: Options): void {
  const marked = useRef('');
  const { mutate } = useMutation({
    mutationFn: (cursor: string) => markRead(group, cursor),
    // What was seen was seen: it is told until the servers take it, also when the reader has gone on.
    retry: (_, error) => mayPass(error),
    retryDelay: (failures) => fullJitter(failures),
    onSuccess: (count) => setUnread(group, count),
  });
  const last = timeline.hasNewer ? undefined : timeline.messages.at(-1);
  const isUnread = (row?.unread_count ?? 0) > 0 || last?.user_uuid !== me;
  useEffect(() => {
    if (!last || !isAtEnd || !isUnread) return;
    const mark = () => {
      if (!isWatched() || marked.current >= last.cursor) return;
      marked.current = last.cursor;
      setUnread(group, 0);
      mutate(last.cursor);
    };
    mark();
    return onWatched(mark);
  }, [group, last, isAtEnd, isUnread, mutate]);
}

function setUnread(group: string, count: number): void {
  changeGroupList((list) => putUnreadCount(list, group, count));
}
