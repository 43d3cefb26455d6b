import { useSyncExternalStore } from 'react';

/** Whether the servers could be reached when last tried: any answer at all counts. */
let reachable = true;
const listeners = new Set<() => void>();

export function reportReachable(now: boolean): void {
  if (now === reachable) return;
  reachable = now;
  for (const listener of listeners) listener();
}

export function isOffline(): boolean {
  return !reachable || !navigator.onLine;
}

export function useOffline(): boolean {
  return useSyncExternalStore(subscribeToReachability, isOffline);
}

export function subscribeToReachability(listener: () => void): () => void {
  listeners.add(listener);
  addEventListener('online', listener);
  addEventListener('offline', listener);
  return () => {
    listeners.delete(listener);
    removeEventListener('online', listener);
    removeEventListener('offline', listener);
  };
}
