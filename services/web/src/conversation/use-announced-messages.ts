import { useEffect, useRef } from 'react';
import type { Message } from '../../../../shared/contract/messages.ts';
import { announce } from '../design/announcer.tsx';

/** Announces new messages of others while the conversation is open, but not older pages. */
export function useAnnouncedMessages(messages: readonly Message[], me: string): void {
  const last = useRef(messages.at(-1)?.cursor ?? '');
  useEffect(() => {
    const arrived = messages.filter(({ cursor }) => cursor > last.current);
    last.current = messages.at(-1)?.cursor ?? last.current;
    const fromOthers = arrived.filter(({ user_uuid }) => user_uuid !== me);
    const newest = fromOthers.at(-1);
    if (!newest) return;
    announce(
      fromOthers.length === 1
        ? `${newest.display_name}: ${newest.message}`
        : `${fromOthers.length} new messages from ${newest.display_name}`,
    );
  }, [messages, me]);
}
