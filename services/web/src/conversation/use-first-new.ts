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
 * The cursor before which "New messages" is drawn: what was unread on opening, and later the first message
 * that came while nobody looked. It goes when the reader answers.
 */
export function useFirstNew({ timeline, me, group, isAtEnd }: Options): string | null {
  const [firstNew, setFirstNew] = useState(() => findFirstNew(timeline, me, group));
  const { messages, hasNewer } = timeline;
  const last = useRef(messages.at(-1)?.cursor ?? '');
  const hadNewer = useRef(hasNewer);
  useEffect(() => {
    const arrived = messages.filter(({ cursor }) => cursor > last.current);
    last.current = messages.at(-1)?.cursor ?? last.current;
    // A page that was scrolled to has not arrived just now.
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
