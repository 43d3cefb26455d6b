import { createStore, useStore } from '../store/create-store.ts';

/** Whether the last request reached the servers. Any response counts. */
let reachable = true;

const store = createStore(isOffline, (tell) => {
  addEventListener('online', tell);
  addEventListener('offline', tell);
  return () => {
    removeEventListener('online', tell);
    removeEventListener('offline', tell);
  };
});

export function reportReachable(now: boolean): void {
  if (now === reachable) return;
  reachable = now;
  store.tell();
}

export function isOffline(): boolean {
  return !reachable || !navigator.onLine;
}

export const useOffline = () => useStore(store);
export const subscribeToReachability = store.subscribe;
