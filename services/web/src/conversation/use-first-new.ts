import { type RefObject, useEffect, useRef, useState } from 'react';
import type { MessageGroup } from '../../../../shared/contract/message-groups.ts';
import type { Message } from '../../../../shared/contract/messages.ts';
import { findFirstNew } from './lines.ts';
import { isWatched } from './watched.ts';

interface Options {
  messages: readonly Message[];
  me: string;
  group: MessageGroup | undefined;
  isAtEnd: RefObject<boolean>;
}

/**
 * The cursor before which "New messages" is drawn: what was unread on opening, and later the first message
 * that came while nobody looked. It goes when the reader answers.
 */
export function useFirstNew({ messages, me, group, isAtEnd }: Options): string | null {
  const [firstNew, setFirstNew] = useState(() => findFirstNew(messages, me, group?.unread_count ?? 0));
  const last = useRef(messages.at(-1)?.cursor ?? '');
  useEffect(() => {
    const arrived = messages.filter(({ cursor }) => cursor > last.current);
    last.current = messages.at(-1)?.cursor ?? last.current;
    if (arrived.some(({ user_uuid }) => user_uuid === me)) return setFirstNew(null);
    const unseen = arrived[0];
    if (unseen && !(isWatched() && isAtEnd.current)) setFirstNew((held) => held ?? unseen.cursor);
  }, [messages, me, isAtEnd]);
  return firstNew;
}
