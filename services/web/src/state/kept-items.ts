import { currentSession, subscribeToSession } from '../session/session.ts';
import { browserStorage } from '../store/browser-storage.ts';
import { createStore, type Store } from '../store/create-store.ts';
import { onStorage } from '../store/on-storage.ts';

interface Item {
  /** Identifies the item in this browser. */
  key: string;
  queuedAt: number;
}

/** What the signed-in user has asked for and the server has not acknowledged. Other tabs see it, and a reload keeps it. */
export interface KeptItems<T extends Item> {
  /** The items of all tabs, in the order in which they were queued; the same array until that changes. */
  store: Store<readonly T[]>;
  put(item: T): void;
  remove(item: T): void;
  isKept(item: T): boolean;
}

/**
 * Items of the signed-in user, each under a storage key of its own, so that tabs never overwrite each other's.
 *
 * @param what the kind of items, part of their keys.
 * @param isValid whether something that was stored, by any version of the page, is such an item.
 */
export function keepItems<T extends Item>(what: string, isValid: (item: T) => boolean): KeptItems<T> {
  let isFollowed = false;
  let held: readonly T[] | undefined;
  const read = () => {
    if (!held || !isFollowed)
      held = ownKeys(what)
        .flatMap((key) => parse(key, isValid))
        .sort(byTime);
    return held;
  };
  const store = createStore<readonly T[]>(read, (tell) => {
    const change = () => {
      held = undefined;
      tell();
    };
    const stops = [
      // Only these items: other tabs also store drafts, on each key.
      onStorage((key) => key?.startsWith(prefixOf(what)) && change()),
      // Also after another tab cleared the storage.
      subscribeToSession(change),
    ];
    isFollowed = true;
    return () => {
      isFollowed = false;
      for (const stop of stops) stop();
    };
  });
  const change = (write: (prefix: string) => void) => {
    const prefix = ownPrefix(what);
    if (prefix) write(prefix);
    held = undefined;
    store.tell();
  };
  return {
    store,
    put: (item) =>
      change((prefix) => browserStorage.write(prefix + item.key, JSON.stringify(item), { isWritten: true })),
    remove: ({ key }) => change((prefix) => browserStorage.remove(prefix + key)),
    isKept: ({ key }) => read().some((item) => item.key === key),
  };
}

let lastInstant = 0;

/** Strictly increasing, so that two items of one millisecond keep their order. */
export function nextInstant(): number {
  lastInstant = Math.max(Date.now(), lastInstant + 1);
  return lastInstant;
}

const byTime = (a: Item, b: Item) => a.queuedAt - b.queuedAt;

/** An empty list for anything that is not a valid item. */
function parse<T extends Item>(storageKey: string, isValid: (item: T) => boolean): T[] {
  try {
    const item = JSON.parse(browserStorage.read(storageKey) ?? '') as T;
    return typeof item.key === 'string' && typeof item.queuedAt === 'number' && isValid(item) ? [item] : [];
  } catch {
    return [];
  }
}

function ownKeys(what: string): string[] {
  const prefix = ownPrefix(what);
  return prefix ? browserStorage.keys().filter((key) => key.startsWith(prefix)) : [];
}

const prefixOf = (what: string) => `cruddur.${what}.`;

function ownPrefix(what: string): string | null {
  const sub = currentSession()?.sub;
  return sub ? `${prefixOf(what)}${sub}.` : null;
}
