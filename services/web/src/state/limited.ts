import { createStore, useStore } from '../store/create-store.ts';

/** How long the API has asked this tab to wait with what one limit counts. */
function createWait() {
  /** Milliseconds since 1970; 0 if it has not. */
  let until = 0;
  /** Whole seconds that are left to wait; the value changes each second. */
  const store = createStore(
    () => Math.max(0, Math.ceil((until - Date.now()) / 1000)),
    (tell) => {
      const timer = setInterval(tell, 1_000);
      return () => clearInterval(timer);
    },
  );
  const waitFor = (seconds: number): void => {
    until = Date.now() + seconds * 1000;
    store.tell();
  };
  return { waitFor, store };
}

export const messagesLimited = createWait();
export const changesLimited = createWait();

export const useSecondsToWait = ({ store }: ReturnType<typeof createWait>) => useStore(store);
