import { type ReactNode, useCallback, useEffect, useLayoutEffect, useRef } from 'react';
import { place } from './place.ts';
import { usePressOutside } from './use-press-outside.ts';
import './floating.css';
import './popover.css';

interface Props {
  /** The element that it is placed at. */
  anchor: HTMLElement;
  align?: 'middle' | 'start' | undefined;
  label: string;
  className?: string;
  /** An element in which a press or the focus leaves it open. */
  also?: Element | null | undefined;
  /** `byKey`: by Escape; otherwise the user has gone elsewhere. */
  close: (byKey: boolean) => void;
  children: ReactNode;
}

/** A dialog beside its anchor, open while it is rendered; the page around it stays usable. */
export function Popover({ anchor, align, label, className = '', also = null, close, children }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const leave = useCallback(() => close(false), [close]);
  useLayoutEffect(() => {
    const { current } = box;
    current?.showPopover();
    current?.focus({ preventScroll: true });
  }, []);
  useEffect(() => {
    const put = () => box.current && place(box.current, anchor.getBoundingClientRect(), align);
    put();
    addEventListener('resize', put);
    return () => removeEventListener('resize', put);
  }, [anchor, align]);
  usePressOutside(box, leave, also);
  return (
    <div
      ref={box}
      popover="manual"
      className={`floating popover ${className}`}
      role="dialog"
      aria-label={label}
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        event.stopPropagation();
        close(true);
      }}
      onBlur={({ currentTarget, relatedTarget }) => {
        const isElsewhere =
          relatedTarget && !currentTarget.contains(relatedTarget) && !also?.contains(relatedTarget);
        if (isElsewhere) leave();
      }}
    >
      {children}
    </div>
  );
}
