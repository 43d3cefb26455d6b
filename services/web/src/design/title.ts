import { useEffect, useSyncExternalStore } from 'react';

let page = '';
let unread = '';
const listeners = new Set<() => void>();

/** Names the page in the browser's title and to screen readers. */
export function useTitle(title: string): void {
  useEffect(() => set(() => (page = title)), [title]);
}

/** The number of unread messages goes before every page's name. */
export function useUnreadInTitle(label: string): void {
  useEffect(() => {
    set(() => (unread = label));
    return () => set(() => (unread = ''));
  }, [label]);
}

/** The name of the page, for the live region that says where one has arrived. */
export function usePageName(): string {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => page,
  );
}

function set(change: () => void): void {
  change();
  document.title = `${unread ? `(${unread}) ` : ''}${page} · Cruddur`;
  for (const listener of listeners) listener();
}
