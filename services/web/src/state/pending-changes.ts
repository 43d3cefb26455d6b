import { useMemo } from 'react';
import type { Message } from '../../../../shared/contract/messages.ts';
import { useStore } from '../store/create-store.ts';
import { keepItems, nextInstant } from './kept-items.ts';

/** What a user does to a message. */
export type Act =
  | { kind: 'edit'; text: string }
  | { kind: 'delete' }
  | { kind: 'hide' }
  | { kind: 'react'; emoji: string; isOn: boolean };

/** A change of a message, stored in the browser until the server acknowledges it or the user discards it. */
export type PendingChange = Act & {
  key: string;
  queuedAt: number;
  group: string;
  /** The uuid of the message. */
  message: string;
  /** The error code of a refusal; absent while the change waits or is being sent. */
  refused?: string;
};

/** More than anybody does while offline: the storage has room for messages, too. */
const MAX_PENDING = 200;

const kept = keepItems<PendingChange>('changes', ({ group, message, kind }) =>
  [group, message, kind].every((each) => typeof each === 'string'),
);

/** All pending changes of the user, from all tabs, in the order they were made. */
export const pendingChanges = kept.store.read;

/** Notifies of changes by any tab. */
export const subscribeToChanges = kept.store.subscribe;

export const removeChange = kept.remove;

export const changesOf = (group: string) => pendingChanges().filter((change) => change.group === group);

/** The pending changes of one conversation. */
export function usePendingChanges(group: string): readonly PendingChange[] {
  const changes = useStore(kept.store);
  return useMemo(() => changes.filter((change) => change.group === group), [changes, group]);
}

/**
 * Queues a change. It takes the place of what it makes void: an earlier edit, the same emoji, or, when the message goes,
 * everything. Returns false if too much is waiting.
 */
export function queueChange(group: string, { uuid }: Message, act: Act): boolean {
  const change = { ...act, key: crypto.randomUUID(), queuedAt: nextInstant(), group, message: uuid };
  const isVoid = (earlier: PendingChange) => makesVoid(change, earlier);
  const earlier = pendingChanges().filter(isVoid);
  if (pendingChanges().length - earlier.length >= MAX_PENDING) return false;
  for (const each of earlier) kept.remove(each);
  kept.put(change);
  return true;
}

/** Keeps what the server refused, to tell the user. A text for a message that is gone does not stay. */
export function refuseChange(change: PendingChange, code: string): void {
  if (!kept.isKept(change)) return;
  const isGone = code === 'message_deleted' || code === 'message_not_found';
  kept.put({ ...change, ...(change.kind === 'edit' && isGone && { text: '' }), refused: code });
}

/** The next change to send in a message group: first in, first out, but no deletion waits for what a limit holds back. */
export function nextChange(group: string): PendingChange | undefined {
  const waiting = changesOf(group).filter(({ refused }) => refused === undefined);
  return waiting.find(({ kind }) => kind === 'delete' || kind === 'hide') ?? waiting[0];
}

function makesVoid(later: PendingChange, earlier: PendingChange): boolean {
  if (later.group !== earlier.group || later.message !== earlier.message) return false;
  if (later.kind === 'react') return earlier.kind === 'react' && later.emoji === earlier.emoji;
  return later.kind === 'delete' || later.kind === earlier.kind;
}
