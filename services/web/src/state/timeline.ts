import type { Message } from '../../../../shared/contract/messages.ts';

/** The loaded window of a conversation: messages without a gap, oldest first. */
export interface Timeline {
  messages: readonly Message[];
  /** There are, or may be, messages before the window. */
  hasOlder: boolean;
  /** The window was cut at its new end: there are messages after it. */
  hasNewer: boolean;
  /**
   * The checkpoint: a list has returned every message up to this time. Frames and own sends do not move it;
   * otherwise a lost frame followed by a delivered one would never be caught up with.
   */
  completeTo: string | null;
}

/** The maximum size of the window: the far end is dropped, and loaded again on scrolling there. */
export const WINDOW_SIZE = 600;

/** A message can become visible this long after its timestamp (docs, 2-data-model). */
const LATE_BY = 15_000;
const FIRST_UUID = '00000000-0000-0000-0000-000000000000';

export function newestPage(page: readonly Message[], hasOlder: boolean): Timeline {
  return { messages: page, hasOlder, hasNewer: false, completeTo: page.at(-1)?.created_at ?? null };
}

/**
 * A window around the first unread message, for more unread messages than the newest page holds.
 *
 * @param read the page that ends with the last read message.
 * @param unread the page after it.
 */
export function unreadPage(read: PageOfMessages, unread: PageOfMessages): Timeline {
  const messages = [...read.messages, ...unread.messages];
  const completeTo = unread.hasMore ? null : (messages.at(-1)?.created_at ?? null);
  return { messages, hasOlder: read.hasMore, hasNewer: unread.hasMore, completeTo };
}

interface PageOfMessages {
  messages: readonly Message[];
  /** There are more messages in the direction of the page. */
  hasMore: boolean;
}

/** The cursor before every message. */
export const BEGINNING = `1970-01-01T00:00:00.000Z#${FIRST_UUID}`;

/** The cursor to catch up from; null without a checkpoint. */
export function catchUpCursor({ completeTo }: Timeline): string | null {
  if (!completeTo) return null;
  return `${new Date(Date.parse(completeTo) - LATE_BY).toISOString()}#${FIRST_UUID}`;
}

/** Adds the messages that catching up found, and moves the checkpoint. */
export function caughtUp(timeline: Timeline, found: readonly Message[]): Timeline {
  const merged = addNewer(timeline, found);
  return { ...merged, completeTo: found.at(-1)?.created_at ?? timeline.completeTo };
}

/** Adds messages from frames or own sends; ignores those older than the window. */
export function addNewer(timeline: Timeline, messages: readonly Message[]): Timeline {
  if (timeline.hasNewer) return timeline;
  const first = timeline.hasOlder ? timeline.messages[0]?.cursor : undefined;
  const inWindow = first ? messages.filter(({ cursor }) => cursor >= first) : messages;
  return { ...timeline, messages: union(timeline.messages, inWindow) };
}

/** Adds the page before the window. */
export function addOlderPage(timeline: Timeline, page: readonly Message[], hasOlder: boolean): Timeline {
  return { ...timeline, messages: union(page, timeline.messages), hasOlder };
}

/** Adds the page after a window that was cut at its new end. */
export function addNewerPage(timeline: Timeline, page: readonly Message[], hasNewer: boolean): Timeline {
  const completeTo = hasNewer ? timeline.completeTo : (page.at(-1)?.created_at ?? timeline.completeTo);
  return { ...timeline, messages: union(timeline.messages, page), hasNewer, completeTo };
}

/** Whether the window lacks a message of that time. False if it was cut at its new end. */
export function endsBefore({ messages, hasNewer }: Timeline, time: string): boolean {
  return !hasNewer && (messages.at(-1)?.created_at ?? '') < time;
}

export function dropNewest(timeline: Timeline): Timeline {
  if (timeline.messages.length <= WINDOW_SIZE) return timeline;
  return { ...timeline, messages: timeline.messages.slice(0, WINDOW_SIZE), hasNewer: true };
}

export function dropOldest(timeline: Timeline): Timeline {
  if (timeline.messages.length <= WINDOW_SIZE) return timeline;
  return { ...timeline, messages: timeline.messages.slice(-WINDOW_SIZE), hasOlder: true };
}

/** Merges without duplicates, in cursor order. Returns `held` itself if nothing is new. */
function union(held: readonly Message[], more: readonly Message[]): readonly Message[] {
  const known = new Set(held.map(({ cursor }) => cursor));
  const added = more.filter(({ cursor }) => !known.has(cursor));
  if (added.length === 0) return held;
  return [...held, ...added].sort((a, b) => (a.cursor < b.cursor ? -1 : 1));
}
