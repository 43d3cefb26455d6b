import {
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
  useEffect,
  useLayoutEffect,
  useRef,
} from 'react';
import { Icon, type IconName } from './icon.tsx';
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

const GAP_PX = 6;
const EDGE_PX = 8;

/** A menu, open while it is rendered. Closes by a press outside, Escape, Tab or scrolling, and by choosing an item. */
export function Menu({ anchor, label, at, close, children }: Props) {
  const menu = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const box = menu.current;
    if (!box) return;
    box.showPopover();
    place(box, at ? new DOMRect(at.x, at.y) : anchor.getBoundingClientRect());
    itemsOf(box)[0]?.focus({ preventScroll: true });
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
      className="menu"
      role="menu"
      aria-label={label}
      tabIndex={-1}
      onClick={leave}
      onKeyDown={(event) => moveOrLeave(event, leave)}
    >
      {children}
    </div>
  );
}

interface ItemProps {
  icon?: IconName;
  onChoose: () => void;
  className?: string;
  label?: string;
  children: ReactNode;
}

export function MenuItem({ icon, onChoose, className = '', label, children }: ItemProps) {
  return (
    <button
      type="button"
      role="menuitem"
      aria-label={label}
      className={`menu-item ${className}`}
      tabIndex={-1}
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

/** Above its anchor, or below it where there is no room; always within the window. */
function place(menu: HTMLElement, { top, bottom, left, width }: DOMRect): void {
  const { offsetWidth, offsetHeight } = menu;
  const above = top - GAP_PX - offsetHeight;
  const y = above >= EDGE_PX ? above : Math.min(bottom + GAP_PX, innerHeight - EDGE_PX - offsetHeight);
  const x = Math.min(left + width / 2 - offsetWidth / 2, innerWidth - EDGE_PX - offsetWidth);
  menu.style.top = `${Math.max(EDGE_PX, y)}px`;
  menu.style.left = `${Math.max(EDGE_PX, x)}px`;
}

function useDismissal(menu: RefObject<HTMLElement | null>, close: () => void): void {
  useEffect(() => {
    const onPress = ({ target }: Event) => {
      if (!(target instanceof Node && menu.current?.contains(target))) close();
    };
    document.addEventListener('pointerdown', onPress, true);
    document.addEventListener('wheel', onPress, { capture: true, passive: true });
    addEventListener('resize', close);
    return () => {
      document.removeEventListener('pointerdown', onPress, true);
      document.removeEventListener('wheel', onPress, { capture: true });
      removeEventListener('resize', close);
    };
  }, [menu, close]);
}
