import { createStore, useStore } from '../store/create-store.ts';

/** Why requests fail: the device has no network, or the servers do not answer. */
export type Outage = 'no-network' | 'no-answer';

/** Whether the last request reached the servers. Any response counts. */
let reachable = true;

const store = createStore(currentOutage, (tell) => {
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

function currentOutage(): Outage | null {
  if (!navigator.onLine) return 'no-network';
  return reachable ? null : 'no-answer';
}

export const isOffline = () => currentOutage() !== null;
export const useOutage = () => useStore(store);
export const useOffline = () => useOutage() !== null;
export const subscribeToReachability = store.subscribe;
