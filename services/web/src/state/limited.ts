import { createStore, useStore } from '../store/create-store.ts';

/** Until when the API has asked this tab to wait, in milliseconds since 1970; 0 if it has not. */
let until = 0;

/** Whole seconds that are left to wait; the value changes each second. */
const store = createStore(
  () => Math.max(0, Math.ceil((until - Date.now()) / 1000)),
  (tell) => {
    const timer = setInterval(tell, 1_000);
    return () => clearInterval(timer);
  },
);

export function waitFor(seconds: number): void {
  until = Date.now() + seconds * 1000;
  store.tell();
}

export const useSecondsToWait = () => useStore(store);
