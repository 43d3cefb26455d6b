import { useEffect, useRef } from 'react';
import { useLocation } from 'react-router';
import { announce } from '../design/announcer.tsx';
import { countOf, type GroupList } from '../state/group-list.ts';
import { shellWords } from '../words/shell.ts';

/** Announces new messages in conversations other than the open one, which announces its own. */
export function useAnnouncedGroups(list: GroupList | undefined): void {
  const { pathname } = useLocation();
  const counts = useRef(list?.unread);
  useEffect(() => {
    const before = counts.current;
    counts.current = list?.unread;
    if (!before || !list) return;
    const grown = list.groups.filter((group) => countOf(group) > (before[group.uuid] ?? 0));
    const newest = grown.find(({ uuid }) => !pathname.endsWith(uuid));
    if (newest) announce(shellWords.newMessageFrom(newest.display_name));
  }, [list, pathname]);
}
