import { useMemo } from 'react';
import { currentSession, subscribeToSession } from '../session/session.ts';
import { browserStorage } from '../store/browser-storage.ts';
import { createStore, useStore } from '../store/create-store.ts';
import { onStorage } from '../store/on-storage.ts';

/** A message on its way. It is kept in the browser until the server has acknowledged it, or it is discarded. */
export interface OutboxItem {
  /** Names the item in this browser. */
  key: string;
  /**
   * The same on every try, so that no try can double the message; null until the first try, because its time is the place
   * of the message. An item of before has none: its `key` was sent.
   */
  idempotencyKey?: string | null;
  queuedAt: number;
  /** A message group's uuid, or `@handle` before there is one. */
  conversation: string;
  message: string;
  /** The newest message that was held when it was first tried: an equal one of ours after that is this one. */
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
    // Not of what else other tabs store, as a draft with every letter.
    onStorage((key) => key?.startsWith(PREFIX) && change()),
    // Also when another tab has cleared everything.
    subscribeToSession(change),
  ];
  isFollowed = true;
  return () => {
    isFollowed = false;
    for (const stop of stops) stop();
  };
});

/** Everything that the user has not got rid of yet, in the order it was written; of all tabs. */
export function outboxItems(): readonly OutboxItem[] {
  if (!held || !isFollowed)
    held = ownKeys()
      .flatMap(readItem)
      .sort((a, b) => a.queuedAt - b.queuedAt);
  return held;
}

/** Tells of changes in this tab and in others. */
export const subscribeToOutbox = store.subscribe;

/** Of one conversation; `alias` is its name from before there was a message group. */
export function useOutbox(conversation: string, alias?: string): readonly OutboxItem[] {
  const items = useStore(store);
  return useMemo(
    () => items.filter((item) => item.conversation === conversation || item.conversation === alias),
    [items, conversation, alias],
  );
}

/** Queues a message. Each has a storage key of its own, so that two tabs never overwrite each other's. */
export function queueMessage(conversation: string, message: string): OutboxItem {
  const key = crypto.randomUUID();
  const item = { key, idempotencyKey: null, queuedAt: nextInstant(), conversation, message };
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

/** What is still to be sent in a conversation, first written first. */
export function nextToSend(conversation: string): OutboxItem | undefined {
  return outboxItems().find((item) => item.conversation === conversation && !item.refused);
}

/** None for what is not, or no longer, an item of ours. */
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

/** Strictly rising, so that two messages written in one millisecond keep their order. */
function nextInstant(): number {
  lastInstant = Math.max(Date.now(), lastInstant + 1);
  return lastInstant;
}
