import type { Message } from '../../../../shared/contract/messages.ts';

/** The part of a conversation that the page holds: an unbroken run of messages, oldest first. */
export interface Timeline {
  messages: readonly Message[];
  /** There are, or may be, messages before the first one held. */
  hasOlder: boolean;
  /** The window was cut at its new end: there are messages after the last one held. */
  hasNewer: boolean;
  /**
   * A list has told every message up to this time. Frames and our own sends do not move it: a frame that
   * was lost before one that arrived would otherwise never be caught up with.
   */
  completeTo: string | null;
}

/** More messages than this are not held: the far end is dropped and loaded again when it is scrolled to. */
export const WINDOW_SIZE = 600;

/** A message can become visible this long after its place in the order (docs, 2-data-model). */
const LATE_BY = 15_000;
const FIRST_UUID = '00000000-0000-0000-0000-000000000000';

export function newestPage(page: readonly Message[], hasOlder: boolean): Timeline {
  return { messages: page, hasOlder, hasNewer: false, completeTo: page.at(-1)?.created_at ?? null };
}

/**
 * A conversation with more unread messages than the newest page holds, opened at the first of them.
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
  /** There are more beyond its far end. */
  hasMore: boolean;
}

/** Before every message. */
export const BEGINNING = `1970-01-01T00:00:00.000Z#${FIRST_UUID}`;

/** The cursor to catch up from; null when nothing is held yet. */
export function catchUpCursor({ completeTo }: Timeline): string | null {
  if (!completeTo) return null;
  return `${new Date(Date.parse(completeTo) - LATE_BY).toISOString()}#${FIRST_UUID}`;
}

/** Adds what catching up found, up to now. */
export function caughtUp(timeline: Timeline, found: readonly Message[]): Timeline {
  const merged = addNewer(timeline, found);
  return { ...merged, completeTo: found.at(-1)?.created_at ?? timeline.completeTo };
}

/** Adds messages that came by a frame or were sent from here; what is older than the window stays out. */
export function addNewer(timeline: Timeline, messages: readonly Message[]): Timeline {
  if (timeline.hasNewer) return timeline;
  const first = timeline.hasOlder ? timeline.messages[0]?.cursor : undefined;
  const inWindow = first ? messages.filter(({ cursor }) => cursor >= first) : messages;
  return { ...timeline, messages: union(timeline.messages, inWindow) };
}

/** Adds the page before the first message held. */
export function addOlderPage(timeline: Timeline, page: readonly Message[], hasOlder: boolean): Timeline {
  return { ...timeline, messages: union(page, timeline.messages), hasOlder };
}

/** Adds the page after the last message held, where the window had been cut. */
export function addNewerPage(timeline: Timeline, page: readonly Message[], hasNewer: boolean): Timeline {
  const completeTo = hasNewer ? timeline.completeTo : (page.at(-1)?.created_at ?? timeline.completeTo);
  return { ...timeline, messages: union(timeline.messages, page), hasNewer, completeTo };
}

/** Whether a message of that time is still to come; not where the window was cut. */
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

/** Both, each message once, in the order of their cursors; the first argument itself if nothing is new. */
function union(held: readonly Message[], more: readonly Message[]): readonly Message[] {
  const known = new Set(held.map(({ cursor }) => cursor));
  const added = more.filter(({ cursor }) => !known.has(cursor));
  if (added.length === 0) return held;
  return [...held, ...added].sort((a, b) => (a.cursor < b.cursor ? -1 : 1));
}
