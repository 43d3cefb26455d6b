import { useEffect, useRef } from 'react';
import { announce } from '../design/announcer.tsx';
import type { PendingChange } from '../state/pending-changes.ts';
import { messageWords } from '../words/messages.ts';

const saidOf = (kind: PendingChange['kind']): string =>
  ({
    edit: messageWords.messageIsChanged,
    delete: messageWords.messageIsDeleted,
    hide: messageWords.messageIsDeleted,
    react: '',
  })[kind];

/** Announces that the server has taken a change. A reaction is announced by its own button. */
export function useAnnouncedChanges(changes: readonly PendingChange[]): void {
  const before = useRef(changes);
  useEffect(() => {
    const isThere = ({ message }: PendingChange) => changes.some((change) => change.message === message);
    const done = before.current.find((change) => change.refused === undefined && !isThere(change));
    before.current = changes;
    if (done && done.kind !== 'react') announce(saidOf(done.kind));
  }, [changes]);
}
