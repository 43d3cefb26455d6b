import { type FocusEvent, type KeyboardEvent, type RefObject, useEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';

const STEPS: Record<string, number> = { ArrowUp: -1, ArrowDown: 1 };

interface RovingFocus {
  /** The row that the Tab key reaches: it stays in the page, however far it is scrolled away. */
  stop: string | undefined;
  /** The handlers of the list. */
  handlers: {
    onKeyDown(event: KeyboardEvent<HTMLElement>): void;
    onFocus(event: FocusEvent<HTMLElement>): void;
    onBlur(event: FocusEvent<HTMLElement>): void;
  };
}

/**
 * One stop of the Tab key for a list of links, as ARIA's pattern of a roving tabindex: the focused row, else the current one,
 * else the first. The arrow keys, Home and End lead to the others, also to those that are not in the page.
 *
 * @param keys of all rows, each in an element with its key as `data-row`.
 */
export function useRovingFocus(
  list: RefObject<HTMLElement | null>,
  keys: readonly string[],
  current: string,
): RovingFocus {
  const [focused, setFocused] = useState<string>();
  /** A row that was just put into the page, and has no place yet: it cannot have the focus before. */
  const wanted = useRef<string>(undefined);
  const stop = [focused, current].find((key) => key !== undefined && keys.includes(key)) ?? keys[0];
  useEffect(() => {
    const box = list.current;
    if (!box) return;
    const rove = () => {
      for (const link of box.querySelectorAll<HTMLElement>('[data-row] > a'))
        link.tabIndex = rowOf(link) === stop ? 0 : -1;
      if (wanted.current !== undefined) linkOf(box, wanted.current)?.focus();
    };
    rove();
    // Rows come and go while the list scrolls, without a render of this one.
    const observer = new MutationObserver(rove);
    observer.observe(box, { childList: true, subtree: true, attributeFilter: ['style'] });
    return () => observer.disconnect();
  }, [list, stop]);
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const at = keys.indexOf(rowOf(event.target) ?? '');
    const step = event.altKey || event.ctrlKey || event.metaKey ? undefined : STEPS[event.key];
    const ends: Record<string, number> = { Home: 0, End: keys.length - 1 };
    const next = at < 0 ? undefined : keys[step ? at + step : (ends[event.key] ?? -1)];
    if (next === undefined) return;
    event.preventDefault();
    wanted.current = next;
    flushSync(() => setFocused(next));
    if (list.current) linkOf(list.current, next)?.focus();
  };
  const onFocus = ({ target }: FocusEvent) => {
    wanted.current = undefined;
    setFocused(rowOf(target));
  };
  const onBlur = ({ currentTarget, relatedTarget }: FocusEvent) => {
    if (wanted.current === undefined && !currentTarget.contains(relatedTarget)) setFocused(undefined);
  };
  return { stop, handlers: { onKeyDown, onFocus, onBlur } };
}

const rowOf = (part: EventTarget) =>
  part instanceof Element ? part.closest<HTMLElement>('[data-row]')?.dataset.row : undefined;

const linkOf = (list: HTMLElement, key: string) =>
  list.querySelector<HTMLElement>(`[data-row="${CSS.escape(key)}"] > a`);
