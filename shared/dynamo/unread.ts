import { UNREAD_COUNT_MAX } from '../contract/message-groups.ts';
import { timeOfCursor } from './keys.ts';
import type { MessageGroupRow } from './message-groups.ts';
import { cursorOf, type StoredMessage } from './messages.ts';
import { endOfInstant } from './places.ts';
import type { Reading } from './read-back.ts';
import { packTimes, unpackTimes } from './unread-times.ts';

/**
 * What a row says of its member's unread messages (docs/decisions/0047). It keeps the times of the newest 100 of them, so
 * that none of them has to be read again to be counted, and up to which time they are complete: only what lies behind
 * that is read.
 */
export type Unread = Pick<MessageGroupRow, 'unread_count' | 'unread_times' | 'unread_since' | 'counted_to'>;

/** A message that is new or has changed: its place, and who sent it. */
export interface Change {
  place: string;
  user_uuid: string;
}

/** From where on a member's messages have to be read, and which of the times in their row stay. */
export interface Bound {
  /** A place, left out; undefined for the beginning. */
  after: string | undefined;
  /** The latest time, in milliseconds, that the row answers for; what is later is read. */
  answersTo: number;
}

/** So late a message may become visible after its place: a key of 2 s ago, the life of a function, and clocks that differ. */
const LATE_MS = 15_000;

/** So many of the newest messages are read again, so that a busy conversation does not read all of LATE_MS each time. */
const READ_AGAIN = 4;

/** Whether a message counts as unread for a member who has not read so far. */
export const isUnreadBy = (member: string, { user_uuid }: Pick<StoredMessage, 'user_uuid'>) =>
  user_uuid !== member;

/**
 * Where the reading of a member's unread messages may end. The row answers for what is older, but for the changes: from
 * the oldest of those on, everything is read. So is everything after the read marker if the changes are not known, or if
 * the row contradicts itself.
 */
export function boundOf(member: string, row: MessageGroupRow, changes: readonly Change[] | undefined): Bound {
  const counted = countedTo(row);
  if (!changes || counted === undefined) return fromMarker(row.read_to);
  const news = changes.filter((change) => isUnreadBy(member, change));
  const answersTo = Math.min(counted, ...news.map(({ place }) => Date.parse(timeOfCursor(place)) - 1));
  if (Number.isNaN(answersTo)) return fromMarker(row.read_to);
  const after = endOfInstant(answersTo);
  return row.read_to === undefined || after > row.read_to ? { after, answersTo } : fromMarker(row.read_to);
}

/** For a row that answers for nothing: all after the read marker is read. */
export const fromMarker = (readTo: string | undefined): Bound => ({ after: readTo, answersTo: -1 });

function countedTo({ counted_to, unread_count, unread_times }: MessageGroupRow): number | undefined {
  if (counted_to === undefined || timesOf({ unread_times }).length !== unread_count) return undefined;
  return Date.parse(counted_to);
}

/** The times of the unread messages that a row keeps, in milliseconds, newest first. */
export const timesOf = ({ unread_times }: Pick<MessageGroupRow, 'unread_times'>): number[] =>
  unread_times ? unpackTimes(unread_times) : [];

/**
 * The times of a member's unread messages: those that were read, and those that the row answers for.
 *
 * @param times what the row keeps.
 */
export function findUnread(
  member: string,
  times: readonly number[],
  { after = '', answersTo }: Bound,
  { messages, isWhole }: Reading,
): number[] {
  const fresh = messages.filter((message) => cursorOf(message) > after && isUnreadBy(member, message));
  // What lies below a reading that ended early was not looked at.
  const kept = isWhole ? answersTo : Math.max(answersTo, timeOf(messages.at(-1)) - 1);
  return [...fresh.map(timeOf), ...times.filter((time) => time <= kept)].slice(0, UNREAD_COUNT_MAX);
}

/** Whether a reading has all that a member's count takes. */
export function isEnoughFor(
  member: string,
  { after = '' }: Bound,
  messages: readonly StoredMessage[],
): boolean {
  const last = messages.at(-1);
  if (last && cursorOf(last) <= after) return true;
  return messages.filter((message) => isUnreadBy(member, message)).length >= UNREAD_COUNT_MAX;
}

const timeOf = (message: StoredMessage | undefined) => Date.parse(message?.created_at ?? '');

/**
 * What the row says of so many unread messages.
 *
 * @param now when the reading began, in milliseconds.
 */
export function toUnread(
  row: MessageGroupRow,
  times: readonly number[],
  { messages }: Reading,
  now: number,
): Unread {
  const oldest = times.at(-1);
  // Which of more than a hundred is the oldest is not known; the index need not follow the hundredth.
  const since = times.length === UNREAD_COUNT_MAX ? row.unread_since : undefined;
  return {
    unread_count: times.length,
    unread_times: oldest === undefined ? undefined : packTimes(times),
    unread_since: oldest === undefined ? undefined : (since ?? new Date(oldest).toISOString()),
    counted_to: nextCountedTo(row, messages, now),
  };
}

/** Never back: of what lies further back the row answers for more than was read. */
function nextCountedTo(row: MessageGroupRow, messages: readonly StoredMessage[], now: number): string {
  const before = Date.parse(row.counted_to ?? '');
  const crowded = timeOf(messages[READ_AGAIN]);
  const times = [before, now - LATE_MS, Math.min(crowded, now)].filter(Number.isFinite);
  return new Date(Math.max(...times)).toISOString();
}
