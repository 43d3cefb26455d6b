import { type RefObject, useEffect } from 'react';
import { useLocation, useNavigationType } from 'react-router';

/** After a navigation, moves the focus to the heading: the clicked link may be gone. */
export function useArrivalFocus(heading: RefObject<HTMLElement | null>): void {
  const arrival = useNavigationType();
  const { key } = useLocation();
  // biome-ignore lint/correctness/useExhaustiveDependencies: every navigation counts, also to the same page.
  useEffect(() => {
    const isInField = document.activeElement?.matches('input, select') ?? false;
    if (arrival !== 'POP' && !isInField) heading.current?.focus({ preventScroll: true });
  }, [key, arrival]);
}
