import type { PointerEvent } from 'react';
import { useEffect, useRef } from 'react';

const LONG_MS = 450;
/** A finger that moves farther scrolls. */
const STILL_PX = 10;

/** Handlers for a long press by touch; without `onLongPress` there are none. The browser's own menu stays away. */
export function useLongPress(onLongPress: ((pressed: HTMLElement) => void) | undefined) {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const start = useRef({ x: 0, y: 0 });
  const isTouch = useRef(false);
  const isDone = useRef(false);
  const stop = () => clearTimeout(timer.current);
  useEffect(() => () => clearTimeout(timer.current), []);
  if (!onLongPress) return {};
  return {
    onPointerDown: ({ pointerType, clientX, clientY, currentTarget }: PointerEvent<HTMLElement>) => {
      stop();
      isDone.current = false;
      isTouch.current = pointerType === 'touch';
      if (!isTouch.current) return;
      start.current = { x: clientX, y: clientY };
      timer.current = setTimeout(() => {
        isDone.current = true;
        onLongPress(currentTarget);
      }, LONG_MS);
    },
    onPointerMove: ({ clientX, clientY }: PointerEvent) => {
      const { x, y } = start.current;
      if (Math.hypot(clientX - x, clientY - y) > STILL_PX) stop();
    },
    onPointerUp: stop,
    onPointerCancel: stop,
    // The finger that is lifted follows no link and presses no button.
    onClickCapture: (event: { preventDefault(): void; stopPropagation(): void }) => {
      if (!isDone.current) return;
      isDone.current = false;
      event.preventDefault();
      event.stopPropagation();
    },
    onContextMenu: (event: { preventDefault(): void }) => {
      if (isTouch.current) event.preventDefault();
    },
  };
}
