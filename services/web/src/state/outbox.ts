import { useMemo } from 'react';
import { useStore } from '../store/create-store.ts';
import { keepItems, nextInstant } from './kept-items.ts';

/** A pending message, stored in the browser until the server acknowledges it or the user discards it. */
export interface OutboxItem {
  /** Identifies the item in this browser. */
  key: string;
  /**
   * The same on every retry, so that sending is idempotent. Null until the first try, because its time sets the
   * position of the message. Items of older versions have none: they send `key`.
   */
  idempotencyKey?: string | null;
  queuedAt: number;
  /** A message group's uuid, or `@handle` before there is one. */
  conversation: string;
  message: string;
  /** The uuid of the message that it answers. */
  replyTo?: string;
  /** The newest cursor known at the first try: an equal message of the user after it is this one. */
  triedAfter?: string;
  /** The error code of a refusal; absent while the message waits or is being sent. */
  refused?: string;
}

const kept = keepItems<OutboxItem>('outbox', ({ conversation, message }) =>
  [conversation, message].every((each) => typeof each === 'string'),
);

/** All pending messages of the user, from all tabs, in the order they were written. */
export const outboxItems = kept.store.read;

/** Notifies of changes by any tab. */
export const subscribeToOutbox = kept.store.subscribe;

export const storeItem = kept.put;
export const removeItem = kept.remove;
/** Whether it is still waiting: the user may have signed out meanwhile. */
export const isWaiting = kept.isKept;

/** The items of one conversation; `alias` is its name before the message group existed. */
export function useOutbox(conversation: string, alias?: string): readonly OutboxItem[] {
  const items = useStore(kept.store);
  return useMemo(
    () => items.filter((item) => item.conversation === conversation || item.conversation === alias),
    [items, conversation, alias],
  );
}

export function queueMessage(conversation: string, message: string, replyTo?: string): OutboxItem {
  const key = crypto.randomUUID();
  const bare = { key, idempotencyKey: null, queuedAt: nextInstant(), conversation, message };
  const item = { ...bare, ...(replyTo !== undefined && { replyTo }) };
  storeItem(item);
  return item;
}

/** The next item to send in a conversation, first in, first out. */
export function nextToSend(conversation: string): OutboxItem | undefined {
  return outboxItems().find((item) => item.conversation === conversation && !item.refused);
}
