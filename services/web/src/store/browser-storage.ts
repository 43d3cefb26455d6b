import { createValue } from './create-store.ts';

/** Key-value storage in the browser. It never throws. */
export interface Kept {
  read(key: string): string | null;
  /** `isWritten`: the user wrote it, and is warned while it is in memory only. */
  write(key: string, text: string, options?: { isWritten?: boolean }): void;
  remove(key: string): void;
  keys(): string[];
}

/** How many texts of the user are in memory only, because the storage is full or blocked. They are lost with the page. */
export const keptInMemory = createValue(0);

/** Shared by all tabs of this browser. */
export const browserStorage = keep(() => globalThis.localStorage);
/** Of this tab; survives a reload. */
export const tabStorage = keep(() => globalThis.sessionStorage);

/** The browser's storage, with memory as a fallback. */
function keep(open: () => Storage): Kept {
  const memory: Memory = new Map();
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
    read: (key) => memory.get(key)?.text ?? attempt(() => open().getItem(key)) ?? null,
    write: (key, text, { isWritten = false } = {}) => {
      if (!store(key, text)) return remember(memory, key, { text, isWritten });
      // There is room again: store the texts that were refused before.
      for (const [name, kept] of [...memory]) store(name, kept.text);
    },
    remove: (key) => {
      forget(memory, key);
      attempt(() => open().removeItem(key));
    },
    keys: () => [...new Set([...Object.keys(attempt(open) ?? {}), ...memory.keys()])],
  };
}

type Memory = Map<string, { text: string; isWritten: boolean }>;

function remember(memory: Memory, key: string, kept: { text: string; isWritten: boolean }): void {
  forget(memory, key);
  memory.set(key, kept);
  if (kept.isWritten) keptInMemory.set(keptInMemory.read() + 1);
}

function forget(memory: Memory, key: string): void {
  if (memory.get(key)?.isWritten) keptInMemory.set(keptInMemory.read() - 1);
  memory.delete(key);
}

/** The result, or undefined if the browser forbids it. */
function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
