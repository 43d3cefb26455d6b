import {
  createContext,
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
  use,
  useEffect,
  useLayoutEffect,
  useRef,
} from 'react';
import { Icon, type IconName } from './icon.tsx';
import { place, placeAtPointer } from './place.ts';
import { usePressOutside } from './use-press-outside.ts';
import './floating.css';
import './menu.css';

interface Props {
  /** The element that it belongs to, and that has the focus again afterwards. */
  anchor: HTMLElement;
  label: string;
  /** Where the pointer is that opened it; otherwise it is placed at its anchor. */
  at?: Point | undefined;
  close: () => void;
  children: ReactNode;
}

/** A place in the window, in pixels. */
export interface Point {
  x: number;
  y: number;
}

/** A menu, open while it is rendered. Closes by a press outside, Escape, Tab or scrolling, and by choosing an item. */
export function Menu({ anchor, label, at, close, children }: Props) {
  const menu = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const box = menu.current;
    if (!box) return undefined;
    box.showPopover();
    if (at) placeAtPointer(box, at);
    else place(box, anchor.getBoundingClientRect());
    itemsOf(box)[0]?.focus({ preventScroll: true });
    return () => {
      if (box.contains(document.activeElement)) anchor.focus({ preventScroll: true });
    };
  }, [anchor, at]);
  useDismissal(menu, close);
  const leave = () => {
    close();
    anchor.focus({ preventScroll: true });
  };
  return (
    <div
      ref={menu}
      // Not "auto": that closes when the finger is lifted whose long press opened it.
      popover="manual"
      className="floating menu"
      role="menu"
      aria-label={label}
      tabIndex={-1}
      onClick={leave}
      onKeyDown={(event) => moveOrLeave(event, leave)}
    >
      <InMenu value>{children}</InMenu>
    </div>
  );
}

const InMenu = createContext(false);

interface ItemProps {
  icon?: IconName;
  onChoose: () => void;
  className?: string;
  label?: string;
  children?: ReactNode;
}

/** An item of a menu; elsewhere, as in a panel with the same choices, a button. */
export function MenuItem({ icon, onChoose, className = '', label, children }: ItemProps) {
  return (
    <button
      type="button"
      {...(use(InMenu) && { role: 'menuitem', tabIndex: -1 })}
      aria-label={label}
      className={`menu-item ${className}`}
      onClick={() => requestAnimationFrame(onChoose)}
    >
      {icon && <Icon name={icon} />}
      {children}
    </button>
  );
}

const STEPS: Record<string, number> = { ArrowUp: -1, ArrowLeft: -1, ArrowDown: 1, ArrowRight: 1 };

function moveOrLeave(event: KeyboardEvent<HTMLElement>, leave: () => void): void {
  const items = itemsOf(event.currentTarget);
  const step = STEPS[event.key];
  const ends: Record<string, HTMLElement | undefined> = { Home: items[0], End: items.at(-1) };
  const at = items.indexOf(document.activeElement as HTMLElement);
  const next = step ? items[(at + step + items.length) % items.length] : ends[event.key];
  if (next) next.focus();
  else if (['Escape', 'Tab'].includes(event.key)) leave();
  else return;
  event.preventDefault();
  event.stopPropagation();
}

function itemsOf(menu: HTMLElement): HTMLElement[] {
  return [...menu.querySelectorAll<HTMLElement>('[role="menuitem"]')];
}

function useDismissal(menu: RefObject<HTMLElement | null>, close: () => void): void {
  usePressOutside(menu, close);
  useEffect(() => {
    const onWheel = ({ target }: Event) => {
      if (!(target instanceof Node && menu.current?.contains(target))) close();
    };
    document.addEventListener('wheel', onWheel, { capture: true, passive: true });
    addEventListener('resize', close);
    return () => {
      document.removeEventListener('wheel', onWheel, { capture: true });
      removeEventListener('resize', close);
    };
  }, [menu, close]);
}
