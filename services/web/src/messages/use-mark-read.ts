import { useEffect, useRef } from 'react';
import type { MessageGroup } from '../../../../shared/contract.ts';
import { markRead } from '../api/mark-read.ts';
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
  const last = timeline.hasNewer ? undefined : timeline.messages.at(-1);
  const isUnread = (row?.unread_count ?? 0) > 0 || last?.user_uuid !== me;
  useEffect(() => {
    if (!last || !isAtEnd || !isUnread) return;
    const mark = () => {
      if (!isWatched() || marked.current >= last.cursor) return;
      marked.current = last.cursor;
      setUnread(group, 0);
      markRead(group, last.cursor)
        .then((count) => setUnread(group, count))
        .catch(() => {
          marked.current = '';
        });
    };
    mark();
    return onWatched(mark);
  }, [group, last, isAtEnd, isUnread]);
}

function setUnread(group: string, count: number): void {
  changeGroupList((list) => putUnreadCount(list, group, count));
}
