import { createValue } from './create-store.ts';

/** What a browser keeps for the page. It never throws. */
export interface Kept {
  read(key: string): string | null;
  write(key: string, text: string): void;
  remove(key: string): void;
  keys(): string[];
}

/** How many texts are in memory only, and end with the page: the storage is full, or forbidden. */
export const keptInMemory = createValue(0);

/** Shared by all tabs of this browser. */
export const browserStorage = keep(() => globalThis.localStorage);
/** Of this tab; a reload keeps it. */
export const tabStorage = keep(() => globalThis.sessionStorage);

/** The browser's storage, and the memory for what it does not take. */
function keep(open: () => Storage): Kept {
  const memory = new Map<string, string>();
  const store = (key: string, text: string) => {
    try {
      open().setItem(key, text);
      forget(memory, key);
      return true;
    } catch {
      return false;
    }
  };
  // What another tab has written or removed counts.
  globalThis.addEventListener?.('storage', ({ key, storageArea }) => {
    if (key !== null && storageArea === attempt(open)) forget(memory, key);
  });
  return {
    read: (key) => memory.get(key) ?? attempt(() => open().getItem(key)) ?? null,
    write: (key, text) => {
      if (!store(key, text)) return remember(memory, key, text);
      // There is room again: also for what was refused before.
      for (const [name, kept] of [...memory]) store(name, kept);
    },
    remove: (key) => {
      forget(memory, key);
      attempt(() => open().removeItem(key));
    },
    keys: () => [...new Set([...Object.keys(attempt(open) ?? {}), ...memory.keys()])],
  };
}

function remember(memory: Map<string, string>, key: string, text: string): void {
  if (!memory.has(key)) keptInMemory.set(keptInMemory.read() + 1);
  memory.set(key, text);
}

function forget(memory: Map<string, string>, key: string): void {
  if (memory.delete(key)) keptInMemory.set(keptInMemory.read() - 1);
}

/** The result, or undefined where the browser forbids it. */
function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
