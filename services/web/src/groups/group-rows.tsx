import { type ReactElement, type RefObject, useEffect, useRef } from 'react';
import { Virtualizer, type VirtualizerHandle } from 'virtua';
import { useRovingFocus } from './use-roving-focus.ts';

/** More rows than this are virtualized: only those near the view are in the page. */
const MAX_WHOLE = 200;

interface Props {
  /** The element that scrolls. */
  scroller: RefObject<HTMLElement | null>;
  rows: readonly Row[];
  /** The row of the open conversation; empty if none. */
  current: string;
  /** Shows the current row again when it changes. */
  place: string;
}

export interface Row {
  key: string;
  line: ReactElement;
}

/** The rows of a list of conversations. The current one is scrolled into view. */
export function GroupRows({ scroller, rows, current, place }: Props) {
  const list = useRef<VirtualizerHandle>(null);
  const keys = rows.map(({ key }) => key);
  const { stop, handlers } = useRovingFocus(scroller, keys, current);
  useCurrentInView({ scroller, rows, current, place }, list);
  if (rows.length <= MAX_WHOLE) {
    return (
      <ol {...handlers}>
        {rows.map(({ key, line }) => (
          <li key={key} data-row={key}>
            {line}
          </li>
        ))}
      </ol>
    );
  }
  return (
    <div {...handlers}>
      <Virtualizer
        ref={list}
        scrollRef={scroller}
        as="ol"
        item="li"
        keepMounted={stop === undefined ? [] : [keys.indexOf(stop)]}
      >
        {rows.map(({ key, line }) => (
          <div key={key} data-row={key}>
            {line}
          </div>
        ))}
      </Virtualizer>
    </div>
  );
}

/** Only when the choice or its place changes, not when messages reorder the list. */
function useCurrentInView(
  { scroller, rows, current, place }: Props,
  list: RefObject<VirtualizerHandle | null>,
) {
  const index = rows.findIndex(({ key }) => key === current);
  const isThere = index >= 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: as said above.
  useEffect(() => {
    if (!isThere) return;
    if (list.current) list.current.scrollToIndex(index, { align: 'nearest' });
    else scroller.current?.querySelector('[aria-current="page"]')?.scrollIntoView({ block: 'nearest' });
  }, [current, isThere, place]);
}
