import { type KeyboardEvent, type RefObject, useEffect } from 'react';

const STEPS: Record<string, number> = { ArrowUp: -1, ArrowDown: 1 };

/**
 * One stop of the Tab key for a list of links, as ARIA's pattern of a roving tabindex: the focused link, else the current
 * one, else the first. The arrow keys, Home and End lead to the others.
 *
 * @returns the handler for the list's keys.
 */
export function useRovingFocus(list: RefObject<HTMLElement | null>) {
  const rove = () => {
    const links = linksOf(list.current);
    const focused = links.find((link) => link === document.activeElement);
    const stop = focused ?? links.find((link) => link.ariaCurrent === 'page') ?? links[0];
    for (const link of links) link.tabIndex = link === stop ? 0 : -1;
  };
  // After each render: links come, go and become the current one.
  useEffect(rove);
  return (event: KeyboardEvent<HTMLElement>) => {
    const links = linksOf(list.current);
    const at = links.indexOf(event.target as HTMLElement);
    const step = event.altKey || event.ctrlKey || event.metaKey ? undefined : STEPS[event.key];
    const ends: Record<string, HTMLElement | undefined> = { Home: links[0], End: links.at(-1) };
    const next = at < 0 ? undefined : step ? links[at + step] : ends[event.key];
    if (!next) return;
    event.preventDefault();
    next.focus();
    rove();
  };
}

const linksOf = (list: HTMLElement | null) => [...(list?.querySelectorAll<HTMLElement>('a.group') ?? [])];
