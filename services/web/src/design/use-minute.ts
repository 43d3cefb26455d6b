import { createStore, useStore } from '../store/create-store.ts';

const TICK_MS = 30_000;

let now = Date.now();

const store = createStore(
  () => now,
  (tell) => {
    const tick = () => {
      now = Date.now();
      tell();
    };
    // Without listeners the value was not updated.
    now = Date.now();
    const timer = setInterval(tick, TICK_MS);
    return () => clearInterval(timer);
  },
);

/** The time, updated every half minute, so that displayed ages stay right. */
export const useMinute = () => useStore(store);
export const currentMinute = store.read;
export const subscribeToMinute = store.subscribe;
