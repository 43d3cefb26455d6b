import { useEffect } from 'react';

/** Shows the number of unread messages at the icon of the tab and of the installed application. */
export function useBadge(count: number): void {
  useEffect(() => {
    show(count);
    return () => show(0);
  }, [count]);
}

function show(count: number): void {
  const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
  if (icon) icon.href = count > 0 ? '/favicon-unread.svg' : '/favicon.svg';
  // Refused by a browser that has the function and no place for a badge.
  void (count > 0 ? navigator.setAppBadge?.(count) : navigator.clearAppBadge?.())?.catch(() => {});
}
