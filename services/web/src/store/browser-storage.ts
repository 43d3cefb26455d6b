import { createValue } from './create-store.ts';

/** Key-value storage in the browser. It never throws. */
export interface Kept {
  read(key: string): string | null;
  write(key: string, text: string): void;
  remove(key: string): void;
  keys(): string[];
}

/** How many texts are in memory only, because the storage is full or blocked. They are lost with the page. */
export const keptInMemory = createValue(0);

/** Shared by all tabs of this browser. */
export const browserStorage = keep(() => globalThis.localStorage);
/** Of this tab; survives a reload. */
export const tabStorage = keep(() => globalThis.sessionStorage);

/** The browser's storage, with memory as a fallback. */
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
  // A change by another tab overrides the copy in memory.
  globalThis.addEventListener?.('storage', ({ key, storageArea }) => {
    if (key !== null && storageArea === attempt(open)) forget(memory, key);
  });
  return {
    read: (key) => memory.get(key) ?? attempt(() => open().getItem(key)) ?? null,
    write: (key, text) => {
      if (!store(key, text)) return remember(memory, key, text);
      // There is room again: store the texts that were refused before.
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

/** The result, or undefined if the browser forbids it. */
function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
