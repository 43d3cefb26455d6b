import { useMemo, useSyncExternalStore } from 'react';
import { currentSession } from '../session/session.ts';

/** A message on its way. It is kept in localStorage until the server has acknowledged it, or it is discarded. */
export interface OutboxItem {
  /** The idempotency key: the same on every try, so that no try can double the message. */
  key: string;
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
const listeners = new Set<() => void>();
let cached: { stamp: string; items: readonly OutboxItem[] } = { stamp: '', items: [] };

/** Everything that the user has not got rid of yet, in the order it was written; of all tabs. */
export function outboxItems(): readonly OutboxItem[] {
  const texts = ownKeys().map((key) => localStorage.getItem(key) ?? 'null');
  const stamp = texts.join();
  if (stamp !== cached.stamp) cached = { stamp, items: parseItems(texts) };
  return cached.items;
}

/** Of one conversation; `alias` is its name from before there was a message group. */
export function useOutbox(conversation: string, alias?: string): readonly OutboxItem[] {
  const items = useSyncExternalStore(subscribeToOutbox, outboxItems);
  return useMemo(
    () => items.filter((item) => item.conversation === conversation || item.conversation === alias),
    [items, conversation, alias],
  );
}

/** Queues a message. Each has a storage key of its own, so that two tabs never overwrite each other's. */
export function queueMessage(conversation: string, message: string): OutboxItem {
  const item = { key: crypto.randomUUID(), queuedAt: nextInstant(), conversation, message };
  storeItem(item);
  return item;
}

export function storeItem(item: OutboxItem): void {
  const key = storageKey(item);
  if (key) localStorage.setItem(key, JSON.stringify(item));
  notify();
}

export function removeItem(item: OutboxItem): void {
  const key = storageKey(item);
  if (key) localStorage.removeItem(key);
  notify();
}

/** What is still to be sent in a conversation, first written first. */
export function nextToSend(conversation: string): OutboxItem | undefined {
  return outboxItems().find((item) => item.conversation === conversation && !item.refused);
}

/** Tells of changes in this tab and in others; not of what else they store, as a draft with every letter. */
export function subscribeToOutbox(listener: () => void): () => void {
  const onStorage = ({ key }: StorageEvent) => {
    if (key === null || key.startsWith(PREFIX)) listener();
  };
  listeners.add(listener);
  addEventListener('storage', onStorage);
  return () => {
    listeners.delete(listener);
    removeEventListener('storage', onStorage);
  };
}

function notify(): void {
  for (const listener of listeners) listener();
}

function parseItems(texts: readonly string[]): OutboxItem[] {
  const items = texts.map((text) => JSON.parse(text) as OutboxItem | null).filter((item) => item !== null);
  return items.sort((a, b) => a.queuedAt - b.queuedAt);
}

function ownKeys(): string[] {
  const prefix = ownPrefix();
  return prefix ? Object.keys(localStorage).filter((key) => key.startsWith(prefix)) : [];
}

function storageKey(item: OutboxItem): string | null {
  const prefix = ownPrefix();
  return prefix && prefix + item.key;
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
