import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { VirtualizerHandle } from 'virtua';
import type { OutboxItem } from '../state/outbox.ts';
import { dropNewest, dropOldest, type Timeline } from '../state/timeline.ts';
import { changeTimeline, jumpToNewest, loadNewer, loadOlder } from '../state/timeline-query.ts';
import type { Line } from './lines.ts';

interface Options {
  groupUuid: string;
  timeline: Timeline;
  lines: readonly Line[];
  scroller: RefObject<HTMLElement | null>;
  list: RefObject<VirtualizerHandle | null>;
  isAtEnd: RefObject<boolean>;
  outbox: readonly OutboxItem[];
}

/** Pages are loaded this many pixels before they come into view. */
const AHEAD_PX = 1200;
const NEAR_END_PX = 40;
/** Milliseconds until a loaded page is rendered and measured. */
const SETTLE_MS = 100;
const RETRY_AFTER_MS = 2_000;
/** The estimated height of a line, used before anything is measured. */
const TYPICAL_LINE_PX = 56;

/**
 * The scroll position of a conversation: at the end it stays at the end; elsewhere nothing that arrives moves the
 * lines in view (scroll anchoring). Loads older and newer pages ahead of the scrolling (infinite scroll).
 */
export function useConversationScroll(options: Options) {
  const { groupUuid, timeline, lines, scroller, list, isAtEnd, outbox } = options;
  // Nothing counts as seen before the first scroll position is set.
  const [shownAtEnd, setShownAtEnd] = useState(lines.length === 0);
  const [isLoadingOlder, setLoadingOlder] = useState(false);
  const isLoading = useRef(false);
  const isJumping = useRef(false);
  const look = useRef(() => {});
  const shift = useGrowthAtStart(lines);

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
      () => SETTLE_MS,
      () => RETRY_AFTER_MS,
    );
    isLoading.current = false;
    // At the very top there are no more scroll events, so nothing else would load the next page.
    setTimeout(() => look.current(), wait);
  }, []);

  const older = () => {
    setLoadingOlder(true);
    return loadOlder(groupUuid).finally(() => setLoadingOlder(false));
  };
  const onScroll = (offset: number) => {
    const area = scroller.current;
    if (!area || isJumping.current) return;
    // Of the page itself: the list has not measured a viewport that has just grown.
    const below = area.scrollHeight - area.clientHeight - area.scrollTop;
    noteEnd(below < NEAR_END_PX && !timeline.hasNewer);
    if (offset < AHEAD_PX && timeline.hasOlder) void load(older);
    else if (below < AHEAD_PX && timeline.hasNewer) void load(() => loadNewer(groupUuid));
  };
  useEffect(() => {
    look.current = () => list.current && onScroll(list.current.scrollOffset);
  });
  const toEnd = () => {
    noteEnd(true);
    if (!timeline.hasNewer) return list.current?.scrollToIndex(Number.MAX_SAFE_INTEGER, { align: 'end' });
    // Until the newest page is rendered, scroll events are of the old position: ignore them.
    isJumping.current = true;
    jumpToNewest(groupUuid).catch(() => {
      isJumping.current = false;
    });
  };
  const toLine = useCallback(
    (index: number) => {
      noteEnd(false);
      list.current?.scrollToIndex(index, { align: 'center' });
    },
    [noteEnd, list],
  );
  useEffect(() => {
    if (!timeline.hasNewer) isJumping.current = false;
  }, [timeline]);

  useFirstPlace(options, noteEnd, () => look.current());
  useStayAtEnd(options);
  useBoundedWindow(groupUuid, timeline, isAtEnd);
  useToEndOnSending(outbox, toEnd);
  useLoadUntilFull(lines, timeline, list, () => void load(older));
  return { shift, onScroll, toEnd, toLine, isAtEnd: shownAtEnd, isLoadingOlder };
}

/** True for the one render in which lines were added or dropped at the start. */
function useGrowthAtStart(lines: readonly Line[]): boolean {
  const last = useRef(lines);
  const before = last.current;
  useLayoutEffect(() => {
    last.current = lines;
  });
  if (before === lines || lines.length === 0 || before.length === 0) return false;
  return before[0]?.key !== lines[0]?.key && before.at(-1)?.key === lines.at(-1)?.key;
}

/** Opens at the first unread message, or at the end. */
function useFirstPlace(
  { lines, list, scroller }: Options,
  noteEnd: (now: boolean) => void,
  look: () => void,
): void {
  const isPlaced = useRef(false);
  useLayoutEffect(() => {
    if (isPlaced.current || lines.length === 0) return;
    isPlaced.current = true;
    const firstNew = lines.findIndex((line) => line.isFirstNew);
    // An estimate: the list has not measured its viewport yet.
    const fitting = (scroller.current?.clientHeight ?? 0) / TYPICAL_LINE_PX;
    const isFar = firstNew >= 0 && lines.length - firstNew > fitting;
    noteEnd(!isFar);
    list.current?.scrollToIndex(isFar ? firstNew : lines.length - 1, { align: isFar ? 'start' : 'end' });
    // A list that fits does not scroll, so nothing else would note that its end is in view.
    setTimeout(look, SETTLE_MS);
  });
}

function useStayAtEnd({ lines, list, isAtEnd, scroller }: Options): void {
  useEffect(() => {
    if (isAtEnd.current && lines.length > 0) list.current?.scrollToIndex(lines.length - 1, { align: 'end' });
  }, [lines, list, isAtEnd]);
  // Keeps the end in view when the composer grows, or a keyboard or a banner appears.
  useEffect(() => {
    const observer = new ResizeObserver(() => {
      if (isAtEnd.current) list.current?.scrollToIndex(Number.MAX_SAFE_INTEGER, { align: 'end' });
    });
    if (scroller.current) observer.observe(scroller.current);
    return () => observer.disconnect();
  }, [list, isAtEnd, scroller]);
}

/** Bounds the window: drops the messages at its far end. */
function useBoundedWindow(groupUuid: string, timeline: Timeline, isAtEnd: RefObject<boolean>): void {
  const first = useRef(timeline.messages[0]?.cursor);
  useEffect(() => {
    const cursor = timeline.messages[0]?.cursor;
    const grewBack = cursor !== undefined && first.current !== undefined && cursor < first.current;
    first.current = cursor;
    changeTimeline(groupUuid, grewBack && !isAtEnd.current ? dropNewest : dropOldest);
  }, [groupUuid, timeline, isAtEnd]);
}

function useToEndOnSending(outbox: readonly OutboxItem[], toEnd: () => void): void {
  const newest = outbox.at(-1)?.key;
  const seen = useRef(newest);
  useEffect(() => {
    if (newest && newest !== seen.current) toEnd();
    seen.current = newest;
  });
}

/** Short messages may not fill a tall screen, which then cannot scroll: loads more until it can. */
function useLoadUntilFull(
  lines: readonly Line[],
  timeline: Timeline,
  list: Options['list'],
  more: () => void,
): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: checked again when lines are added.
  useEffect(() => {
    const handle = list.current;
    if (handle && timeline.hasOlder && handle.scrollSize <= handle.viewportSize + AHEAD_PX) more();
  }, [lines.length]);
}
