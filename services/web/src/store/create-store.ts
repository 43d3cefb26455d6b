import { useSyncExternalStore } from 'react';

/** State that the page renders and that changes outside React. */
export interface Store<T> {
  /** The current value; the same object until it changes. */
  read(): T;
  /** Notifies every listener. */
  tell(): void;
  /** Returns an unsubscribe function. */
  subscribe(listener: () => void): () => void;
}

/**
 * A store for a value that lives elsewhere: in the browser's storage, in a clock.
 *
 * @param follow subscribes to outside changes while the store has listeners. Returns an unsubscribe function.
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

/** A store that holds its own value. */
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
