import { useSyncExternalStore } from 'react';

/** Something that the page draws and that changes outside React. */
export interface Store<T> {
  /** What it is now; the same object until it changes. */
  read(): T;
  /** Has every listener read again. */
  tell(): void;
  /** Returns how to stop listening. */
  subscribe(listener: () => void): () => void;
}

/**
 * A store of something that lives elsewhere: in the browser's storage, in a clock.
 *
 * @param follow listens to what changes it from outside, for as long as somebody listens to the store. Returns how to
 * stop.
 */
export function createStore<T>(read: () => T, follow?: (tell: () => void) => () => void): Store<T> {
  const listeners = new Set<() => void>();
  let stop: (() => void) | undefined;
  const tell = () => {
    for (const listener of listeners) listener();
  };
  const subscribe = (listener: () => void) => {
    listeners.add(listener);
    if (listeners.size === 1) stop = follow?.(tell);
    return () => {
      if (listeners.delete(listener) && listeners.size === 0) stop?.();
    };
  };
  return { read, tell, subscribe };
}

/** A store that holds its value itself. */
export function createValue<T>(initial: T): Store<T> & { set(value: T): void } {
  let value = initial;
  const store = createStore(() => value);
  const set = (next: T) => {
    if (Object.is(next, value)) return;
    value = next;
    store.tell();
  };
  return { ...store, set };
}

export function useStore<T>({ subscribe, read }: Store<T>): T {
  return useSyncExternalStore(subscribe, read);
}
