import { useEffect, useRef } from 'react';
import { announce } from '../design/announcer.tsx';
import type { PendingChange } from '../state/pending-changes.ts';

const DONE: Record<PendingChange['kind'], string> = {
  edit: 'Your message is changed.',
  delete: 'The message is deleted.',
  hide: 'The message is deleted.',
  react: '',
};

/** Announces that the server has taken a change. A reaction is announced by its own button. */
export function useAnnouncedChanges(changes: readonly PendingChange[]): void {
  const before = useRef(changes);
  useEffect(() => {
    const isThere = ({ message }: PendingChange) => changes.some((change) => change.message === message);
    const done = before.current.find((change) => change.refused === undefined && !isThere(change));
    before.current = changes;
    if (done && DONE[done.kind]) announce(DONE[done.kind]);
  }, [changes]);
}
