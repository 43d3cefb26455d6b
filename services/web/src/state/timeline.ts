import type * as contract from '../../../../shared/contract/messages.ts';
import type { Message, ReplyTo } from '../../../../shared/contract/messages.ts';

const QUOTE_MAX_CODE_POINTS: typeof contract.QUOTE_MAX_CODE_POINTS = 140;

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
  /** The same for changes: a list has returned every message as it was at this time, or later. */
  changesTo: string | null;
  /** Kept by this browser: the server has not told these messages yet. */
  restored?: true;
}

/** The maximum size of the window: the far end is dropped, and loaded again on scrolling there. */
export const WINDOW_SIZE = 600;

/** A message can become visible this long after its timestamp (docs/data-model.md). */
const LATE_BY_MS = 15_000;
const FIRST_UUID = '00000000-0000-0000-0000-000000000000';

export function newestPage(page: readonly Message[], hasOlder: boolean): Timeline {
  return {
    messages: page,
    hasOlder,
    hasNewer: false,
    completeTo: page.at(-1)?.created_at ?? null,
    changesTo: newestInstant(page),
  };
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
  return {
    messages,
    hasOlder: read.hasMore,
    hasNewer: unread.hasMore,
    completeTo,
    changesTo: newestInstant(messages),
  };
}

interface PageOfMessages {
  messages: readonly Message[];
  /** There are more messages in the direction of the page. */
  hasMore: boolean;
}

/** The cursor before every message of an instant and later. */
export const cursorAt = (instant: string): string => `${instant}#${FIRST_UUID}`;

/** The cursor before every message. */
export const BEGINNING = cursorAt('1970-01-01T00:00:00.000Z');

/** The cursor to catch up from; null without a checkpoint. */
export function catchUpCursor({ completeTo }: Timeline): string | null {
  if (!completeTo) return null;
  return cursorAt(new Date(Date.parse(completeTo) - LATE_BY_MS).toISOString());
}

/** The instant to list changes from; null without a checkpoint. */
export function changesSince({ changesTo }: Timeline): string | null {
  return changesTo && new Date(Date.parse(changesTo) - LATE_BY_MS).toISOString();
}

/** Adds the messages that catching up found, and moves the checkpoint. */
export function caughtUp(timeline: Timeline, found: readonly Message[]): Timeline {
  const merged = addNewer(timeline, found);
  return { ...merged, completeTo: found.at(-1)?.created_at ?? timeline.completeTo };
}

/** Applies a whole list of changes, and moves its checkpoint. A message that is not in the window is passed over. */
export function applyChanges(timeline: Timeline, changed: readonly Message[]): Timeline {
  const inWindow = changed.filter(isIn(timeline));
  const changesTo = changed.at(-1)?.changed_at ?? timeline.changesTo;
  return { ...timeline, messages: quoteAgain(union(timeline.messages, inWindow), changed), changesTo };
}

/** Adds or replaces messages from frames or own sends; ignores those outside of the window. */
export function addNewer(timeline: Timeline, messages: readonly Message[]): Timeline {
  const { hasOlder, hasNewer } = timeline;
  const first = hasOlder ? (timeline.messages[0]?.cursor ?? '') : '';
  const isHeld = isIn(timeline);
  const taken = messages.filter((message) => (hasNewer ? isHeld(message) : message.cursor >= first));
  const merged = quoteAgain(union(timeline.messages, taken), messages);
  return merged === timeline.messages ? timeline : { ...timeline, messages: merged };
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

/** The window without what the reader has deleted of the conversation; nothing comes before that. */
export function withoutCleared(timeline: Timeline, clearedTo: string | undefined): Timeline {
  if (clearedTo === undefined) return timeline;
  const isLeft = ({ cursor }: Message) => cursor > clearedTo;
  const isFirstLeft = !timeline.messages.every(isLeft);
  const messages = timeline.messages.filter(isLeft).map((message) => withoutQuote(message, clearedTo));
  return { ...timeline, messages, hasOlder: timeline.hasOlder && !isFirstLeft };
}

/** A reply whose original the reader has deleted shows it as deleted. */
function withoutQuote(message: Message, clearedTo: string): Message {
  const { reply_to } = message;
  if (!reply_to || reply_to.deleted || placeOf(reply_to.uuid) > clearedTo) return message;
  return { ...message, reply_to: { ...reply_to, message: '', deleted: true } };
}

/** The cursor of a message, whose uuid is a UUIDv7: it begins with the milliseconds of its time. */
export function placeOf(uuid: string): string {
  const milliseconds = Number.parseInt(uuid.replaceAll('-', '').slice(0, 12), 16);
  return `${new Date(milliseconds).toISOString()}#${uuid}`;
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

/** Merges in cursor order; of two versions of a message the later one stays. Returns `held` itself if nothing is new. */
function union(held: readonly Message[], more: readonly Message[]): readonly Message[] {
  const known = new Map(held.map((message) => [message.cursor, message]));
  const news = more.filter((message) => isLater(message, known.get(message.cursor)));
  if (news.length === 0) return held;
  for (const message of news) known.set(message.cursor, message);
  return [...known.values()].sort((a, b) => (a.cursor < b.cursor ? -1 : 1));
}

/** Brings what replies quote up to date: a text that was deleted must not stay in a quote. */
function quoteAgain(messages: readonly Message[], news: readonly Message[]): readonly Message[] {
  const changed = new Map(news.filter(({ revision }) => revision).map((message) => [message.uuid, message]));
  if (!messages.some(({ reply_to }) => reply_to && changed.has(reply_to.uuid))) return messages;
  const held = new Map(messages.map((message) => [message.uuid, message]));
  return messages.map((message) => {
    const { reply_to } = message;
    const original =
      reply_to && changed.has(reply_to.uuid) && (held.get(reply_to.uuid) ?? changed.get(reply_to.uuid));
    return original && !reply_to.deleted ? { ...message, reply_to: quoteOf(original) } : message;
  });
}

/** What a reply shows of the message that it answers. */
export function quoteOf({ uuid, user_uuid, display_name, message, deleted_at, hidden }: Message): ReplyTo {
  const deleted = deleted_at !== undefined || hidden === true;
  const shown = deleted ? '' : [...message].slice(0, QUOTE_MAX_CODE_POINTS).join('');
  return { uuid, user_uuid, display_name, message: shown, deleted };
}

function isLater({ revision = 0 }: Message, held: Message | undefined): boolean {
  return !held || revision > (held.revision ?? 0);
}

function isIn({ messages }: Timeline): (message: Message) => boolean {
  const held = new Set(messages.map(({ cursor }) => cursor));
  return ({ cursor }) => held.has(cursor);
}

/** A list was read after everything that it tells of. */
function newestInstant(page: readonly Message[]): string | null {
  return page.reduce<string | null>(
    (newest, { created_at, changed_at = created_at }) =>
      newest && newest > changed_at ? newest : changed_at,
    null,
  );
}
