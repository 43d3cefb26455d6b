import { useEffect } from 'react';
import { createValue, useStore } from '../store/create-store.ts';

const page = createValue('');
const unread = createValue('');

/** Sets the document title and the page name that screen readers announce. */
export function useTitle(title: string): void {
  useEffect(() => {
    page.set(title);
    show();
  }, [title]);
}

/** Puts the number of unread messages before the page name in the title. */
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

/** The page name, for the live region that announces a navigation. */
export const usePageName = () => useStore(page);

/** Until the first page sets a name, the title is the application's. */
function show(): void {
  const names = page.read() ? `${page.read()} · Cruddur` : 'Cruddur';
  document.title = unread.read() ? `(${unread.read()}) ${names}` : names;
}
