import { type RefObject, useEffect } from 'react';
import { useLocation, useNavigationType } from 'react-router';

/** Arriving by a link moves the focus to the heading, as loading a page would: what was clicked may be gone. */
export function useArrivalFocus(heading: RefObject<HTMLElement | null>): void {
  const arrival = useNavigationType();
  const { key } = useLocation();
  // biome-ignore lint/correctness/useExhaustiveDependencies: every arrival counts, also at the same page.
  useEffect(() => {
    const wrote = document.activeElement instanceof HTMLInputElement;
    if (arrival !== 'POP' && !wrote) heading.current?.focus({ preventScroll: true });
  }, [key, arrival]);
}
