import { type RefObject, useEffect, useRef, useState } from 'react';
import type { MessageGroup } from '../../../../shared/contract/message-groups.ts';
import type { Timeline } from '../state/timeline.ts';
import { findFirstNew } from './lines.ts';
import { isWatched } from './watched.ts';

interface Options {
  timeline: Timeline;
  me: string;
  group: MessageGroup | undefined;
  isAtEnd: RefObject<boolean>;
}

/**
 * The cursor of the "New messages" marker: the first message that was unread on opening, or that arrived while the
 * page was not watched. The marker goes when the reader answers.
 */
export function useFirstNew({ timeline, me, group, isAtEnd }: Options): string | null {
  const [firstNew, setFirstNew] = useState(() => findFirstNew(timeline, me, group));
  const { messages, hasNewer } = timeline;
  const last = useRef(messages.at(-1)?.cursor ?? '');
  const hadNewer = useRef(hasNewer);
  useEffect(() => {
    const arrived = messages.filter(({ cursor }) => cursor > last.current);
    last.current = messages.at(-1)?.cursor ?? last.current;
    // A page loaded by scrolling is not new.
    if (hadNewer.current || hasNewer) {
      hadNewer.current = hasNewer;
      return;
    }
    if (arrived.some(({ user_uuid }) => user_uuid === me)) return setFirstNew(null);
    const unseen = arrived[0];
    if (unseen && !(isWatched() && isAtEnd.current)) setFirstNew((held) => held ?? unseen.cursor);
  }, [messages, hasNewer, me, isAtEnd]);
  return firstNew;
}
