import { useMemo } from 'react';
import { currentSession, subscribeToSession } from '../session/session.ts';
import { browserStorage } from '../store/browser-storage.ts';
import { createStore, useStore } from '../store/create-store.ts';
import { onStorage } from '../store/on-storage.ts';

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

const PREFIX = 'cruddur.outbox.';

let isFollowed = false;
let held: readonly OutboxItem[] | undefined;

const store = createStore(outboxItems, (tell) => {
  const change = () => {
    held = undefined;
    tell();
  };
  const stops = [
    // Only the outbox: other tabs also store drafts, on each key.
    onStorage((key) => key?.startsWith(PREFIX) && change()),
    // Also after another tab cleared the storage.
    subscribeToSession(change),
  ];
  isFollowed = true;
  return () => {
    isFollowed = false;
    for (const stop of stops) stop();
  };
});

/** All pending messages of the user, from all tabs, in the order they were written. */
export function outboxItems(): readonly OutboxItem[] {
  if (!held || !isFollowed)
    held = ownKeys()
      .flatMap(readItem)
      .sort((a, b) => a.queuedAt - b.queuedAt);
  return held;
}

/** Notifies of changes by any tab. */
export const subscribeToOutbox = store.subscribe;

/** The items of one conversation; `alias` is its name before the message group existed. */
export function useOutbox(conversation: string, alias?: string): readonly OutboxItem[] {
  const items = useStore(store);
  return useMemo(
    () => items.filter((item) => item.conversation === conversation || item.conversation === alias),
    [items, conversation, alias],
  );
}

/** Queues a message under a storage key of its own, so that tabs never overwrite each other's. */
export function queueMessage(conversation: string, message: string, replyTo?: string): OutboxItem {
  const key = crypto.randomUUID();
  const bare = { key, idempotencyKey: null, queuedAt: nextInstant(), conversation, message };
  const item = { ...bare, ...(replyTo !== undefined && { replyTo }) };
  storeItem(item);
  return item;
}

export function storeItem(item: OutboxItem): void {
  const prefix = ownPrefix();
  if (prefix) browserStorage.write(prefix + item.key, JSON.stringify(item));
  held = undefined;
  store.tell();
}

export function removeItem({ key }: OutboxItem): void {
  const prefix = ownPrefix();
  if (prefix) browserStorage.remove(prefix + key);
  held = undefined;
  store.tell();
}

/** The next item to send in a conversation, first in, first out. */
export function nextToSend(conversation: string): OutboxItem | undefined {
  return outboxItems().find((item) => item.conversation === conversation && !item.refused);
}

/** An empty list for anything that is not a valid item. */
function readItem(storageKey: string): OutboxItem[] {
  try {
    const item = JSON.parse(browserStorage.read(storageKey) ?? '') as OutboxItem;
    const { key, conversation, message } = item;
    const isOurs = [key, conversation, message].every((each) => typeof each === 'string');
    return isOurs && typeof item.queuedAt === 'number' ? [item] : [];
  } catch {
    return [];
  }
}

function ownKeys(): string[] {
  const prefix = ownPrefix();
  return prefix ? browserStorage.keys().filter((key) => key.startsWith(prefix)) : [];
}

function ownPrefix(): string | null {
  const sub = currentSession()?.sub;
  return sub ? `${PREFIX}${sub}.` : null;
}

let lastInstant = 0;

/** Strictly increasing, so that two messages of one millisecond keep their order. */
function nextInstant(): number {
  lastInstant = Math.max(Date.now(), lastInstant + 1);
  return lastInstant;
}
