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
    // While nobody listened, the time stood still.
    now = Date.now();
    const timer = setInterval(tick, TICK_MS);
    return () => clearInterval(timer);
  },
);

/** The time, renewed every half minute: ages go on without anything else happening. */
export const useMinute = () => useStore(store);
export const currentMinute = store.read;
export const subscribeToMinute = store.subscribe;
