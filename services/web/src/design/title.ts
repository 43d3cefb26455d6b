import { useEffect } from 'react';
import { createValue, useStore } from '../store/create-store.ts';

const page = createValue('');
const unread = createValue('');

/** Names the page in the browser's title and to screen readers. */
export function useTitle(title: string): void {
  useEffect(() => {
    page.set(title);
    show();
  }, [title]);
}

/** The number of unread messages goes before every page's name. */
export function useUnreadInTitle(label: string): void {
  useEffect(() => {
    unread.set(label);
    show();
    return () => {
      unread.set('');
      show();
    };
  }, [label]);
}

/** The name of the page, for the live region that says where one has arrived. */
export const usePageName = () => useStore(page);

/** Before the first page has a name, the application's own is enough. */
function show(): void {
  const names = page.read() ? `${page.read()} · Cruddur` : 'Cruddur';
  document.title = unread.read() ? `(${unread.read()}) ${names}` : names;
}
