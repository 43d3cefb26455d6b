import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { VirtualizerHandle } from 'virtua';
import type { OutboxItem } from './outbox.ts';
import type { Row } from './rows.ts';
import { dropNewest, dropOldest, type Timeline } from './timeline.ts';
import { changeTimeline, jumpToNewest, loadNewer, loadOlder } from './timeline-query.ts';

interface Options {
  group: string;
  timeline: Timeline;
  rows: readonly Row[];
  scroller: RefObject<HTMLElement | null>;
  list: RefObject<VirtualizerHandle | null>;
  isAtEnd: RefObject<boolean>;
  outbox: readonly OutboxItem[];
}

/** Pages are asked for this many pixels before their place comes into view. */
const AHEAD = 1200;
const NEAR_END = 40;
/** Milliseconds until a loaded page is drawn and measured. */
const SETTLE = 100;
const RETRY_AFTER = 2_000;
/** The height of a message and what is around it, for telling what fits before anything is measured. */
const TYPICAL_ROW = 56;

/**
 * Where a conversation stands: at its end it stays at the end; anywhere else nothing that arrives moves what
 * is being read. Loads older and newer pages as they are approached.
 */
export function useConversationScroll(options: Options) {
  const { group, timeline, rows, list, isAtEnd, outbox } = options;
  // Nothing counts as seen before the list stands where it opens.
  const [shownAtEnd, setShownAtEnd] = useState(rows.length === 0);
  const isLoading = useRef(false);
  const isJumping = useRef(false);
  const look = useRef(() => {});
  const shift = useGrowthAtStart(rows);

  const noteEnd = useCallback(
    (now: boolean) => {
      isAtEnd.current = now;
      setShownAtEnd(now);
    },
    [isAtEnd],
  );
  const load = useCallback(async (work: () => Promise<void>) => {
    if (isLoading.current) return;
    isLoading.current = true;
    const wait = await work().then(
      () => SETTLE,
      () => RETRY_AFTER,
    );
    isLoading.current = false;
    // Whoever waits at the very top scrolls no further, so nothing else would ask for the next page.
    setTimeout(() => look.current(), wait);
  }, []);

  const onScroll = (offset: number) => {
    const handle = list.current;
    if (!handle || isJumping.current) return;
    const below = handle.scrollSize - handle.viewportSize - offset;
    noteEnd(below < NEAR_END && !timeline.hasNewer);
    if (offset < AHEAD && timeline.hasOlder) void load(() => loadOlder(group));
    else if (below < AHEAD && timeline.hasNewer) void load(() => loadNewer(group));
  };
  useEffect(() => {
    look.current = () => list.current && onScroll(list.current.scrollOffset);
  });
  const toEnd = () => {
    noteEnd(true);
    if (!timeline.hasNewer) return list.current?.scrollToIndex(Number.MAX_SAFE_INTEGER, { align: 'end' });
    // Until the newest page is drawn, scrolling is that of the old place and says nothing about the end.
    isJumping.current = true;
    jumpToNewest(group).catch(() => {
      isJumping.current = false;
    });
  };
  useEffect(() => {
    if (!timeline.hasNewer) isJumping.current = false;
  }, [timeline]);

  useFirstPlace(options, noteEnd, () => look.current());
  useStayAtEnd(options);
  useBoundedWindow(group, timeline, isAtEnd);
  useToEndOnSending(outbox, toEnd);
  useLoadUntilFull(rows, timeline, list, () => void load(() => loadOlder(group)));
  return { shift, onScroll, toEnd, isAtEnd: shownAtEnd };
}

/** True for the one drawing in which rows were added, or dropped, before the first one. */
function useGrowthAtStart(rows: readonly Row[]): boolean {
  const last = useRef(rows);
  const before = last.current;
  useLayoutEffect(() => {
    last.current = rows;
  });
  if (before === rows || rows.length === 0 || before.length === 0) return false;
  return before[0]?.key !== rows[0]?.key && before.at(-1)?.key === rows.at(-1)?.key;
}

/** Opens at the first unread message, or at the end. */
function useFirstPlace(
  { rows, list, scroller }: Options,
  noteEnd: (now: boolean) => void,
  look: () => void,
): void {
  const isPlaced = useRef(false);
  useLayoutEffect(() => {
    if (isPlaced.current || rows.length === 0) return;
    isPlaced.current = true;
    const firstNew = rows.findIndex((row) => row.isFirstNew);
    // The list has not measured its viewport yet.
    const fitting = (scroller.current?.clientHeight ?? 0) / TYPICAL_ROW;
    const isFar = firstNew >= 0 && rows.length - firstNew > fitting;
    noteEnd(!isFar);
    list.current?.scrollToIndex(isFar ? firstNew : rows.length - 1, { align: isFar ? 'start' : 'end' });
    // What fits after all does not scroll, so nothing else would tell that the end is in view.
    setTimeout(look, SETTLE);
  });
}

function useStayAtEnd({ rows, list, isAtEnd, scroller }: Options): void {
  useEffect(() => {
    if (isAtEnd.current && rows.length > 0) list.current?.scrollToIndex(rows.length - 1, { align: 'end' });
  }, [rows, list, isAtEnd]);
  // The composer grows, the keyboard of a phone or a banner comes up: the end stays in view.
  useEffect(() => {
    const observer = new ResizeObserver(() => {
      if (isAtEnd.current) list.current?.scrollToIndex(Number.MAX_SAFE_INTEGER, { align: 'end' });
    });
    if (scroller.current) observer.observe(scroller.current);
    return () => observer.disconnect();
  }, [list, isAtEnd, scroller]);
}

/** Drops what is far away, once the reader rests where it is not seen. */
function useBoundedWindow(group: string, timeline: Timeline, isAtEnd: RefObject<boolean>): void {
  const first = useRef(timeline.messages[0]?.cursor);
  useEffect(() => {
    const cursor = timeline.messages[0]?.cursor;
    const grewBack = cursor !== undefined && first.current !== undefined && cursor < first.current;
    first.current = cursor;
    changeTimeline(group, grewBack && !isAtEnd.current ? dropNewest : dropOldest);
  }, [group, timeline, isAtEnd]);
}

function useToEndOnSending(outbox: readonly OutboxItem[], toEnd: () => void): void {
  const newest = outbox.at(-1)?.key;
  const seen = useRef(newest);
  useEffect(() => {
    if (newest && newest !== seen.current) toEnd();
    seen.current = newest;
  });
}

/** A first page of short messages may not fill a tall screen: then nothing could be scrolled. */
function useLoadUntilFull(
  rows: readonly Row[],
  timeline: Timeline,
  list: Options['list'],
  more: () => void,
): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again when rows were added.
  useEffect(() => {
    const handle = list.current;
    if (handle && timeline.hasOlder && handle.scrollSize <= handle.viewportSize + AHEAD) more();
  }, [rows.length]);
}
