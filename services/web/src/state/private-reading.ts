import { browserStorage } from '../store/browser-storage.ts';
import { createStore, useStore } from '../store/create-store.ts';
import { onStorage } from '../store/on-storage.ts';

const STORAGE_KEY = 'cruddur.private-reading';

const store = createStore(readsPrivately, onStorage);

/** Whether others are not shown what is read in this browser. */
export function readsPrivately(): boolean {
  return browserStorage.read(STORAGE_KEY) !== null;
}

export const useReadsPrivately = () => useStore(store);

export function readPrivately(isPrivate: boolean): void {
  if (isPrivate) browserStorage.write(STORAGE_KEY, 'yes');
  else browserStorage.remove(STORAGE_KEY);
  store.tell();
}
