import { type RefObject, useEffect } from 'react';

/** Calls back when the pointer is pressed outside an element, and outside another one that belongs to it. */
export function usePressOutside(
  box: RefObject<HTMLElement | null>,
  onPress: () => void,
  also?: Element | null,
): void {
  useEffect(() => {
    const look = ({ target }: Event) => {
      const isInside = target instanceof Node && (box.current?.contains(target) || also?.contains(target));
      if (!isInside) onPress();
    };
    document.addEventListener('pointerdown', look, true);
    return () => document.removeEventListener('pointerdown', look, true);
  }, [box, onPress, also]);
}
