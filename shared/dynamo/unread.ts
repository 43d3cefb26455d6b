import { UNREAD_COUNT_MAX } from '../contract/message-groups.ts';
import { nameOfList, timeOfCursor } from './keys.ts';
import type { MessageGroupRow } from './message-groups.ts';
import { cursorOf, isHiddenFrom, type StoredMessage } from './messages.ts';
import { endOfInstant } from './places.ts';
import type { Reading } from './read-back.ts';
import { packTimes, unpackTimes } from './unread-times.ts';

/**
 * A row's record of its member's unread messages (docs/decisions/0047): the times of the newest 100, so that counting
 * does not read them again, and the time up to which they are complete. Only later messages are read.
 */
export type Unread = Pick<MessageGroupRow, 'unread_count' | 'unread_times' | 'unread_since' | 'counted_to'>;

/** A new or changed message: its place and its sender. */
export interface Change {
  place: string;
  user_uuid: string;
  effect: ChangeEffect;
}

/** What a change may do to a row: count the message, no longer count it, or show another text. */
export type ChangeEffect = 'new' | 'gone' | 'other';

/** Where reading a member's messages stops, and which times of their row stay. */
export interface Bound {
  /** A place, exclusive; undefined for the beginning. */
  after: string | undefined;
  /** The latest time, in milliseconds, that the row covers; later messages are read. */
  answersTo: number;
}

/** How late a message may appear after its place: a key 2 s old, the run time of a function, and clock skew. */
const LATE_MS = 15_000;

/** How many of the newest messages are read again: a busy conversation must not read all of LATE_MS each time. */
const READ_AGAIN = 4;

/** Whether a message after the read marker counts as unread for a member. */
export const isUnreadBy = (
  member: string,
  message: Pick<StoredMessage, 'user_uuid' | 'deleted_at' | 'hidden_from'>,
) => message.user_uuid !== member && message.deleted_at === undefined && !isHiddenFrom(member, message);

/**
 * Where reading a member's unread messages may stop. The row covers older ones, except for the changes: everything from
 * the oldest new message on is read. If the changes are unknown or the row is inconsistent, everything after the read
 * marker is read.
 */
export function boundOf(member: string, row: MessageGroupRow, changes: readonly Change[] | undefined): Bound {
  const counted = countedTo(row);
  if (!changes || counted === undefined) return fromMarker(row.read_to);
  const news = changes.filter((change) => change.effect === 'new' && isUnreadBy(member, change));
  const answersTo = Math.min(counted, ...news.map(({ place }) => Date.parse(timeOfCursor(place)) - 1));
  if (Number.isNaN(answersTo)) return fromMarker(row.read_to);
  const after = endOfInstant(answersTo);
  return row.read_to === undefined || after > row.read_to ? { after, answersTo } : fromMarker(row.read_to);
}

/** For a row that covers nothing: reads everything after the read marker. */
export const fromMarker = (readTo: string | undefined): Bound => ({ after: readTo, answersTo: -1 });

function countedTo({ counted_to, unread_count, unread_times }: MessageGroupRow): number | undefined {
  if (counted_to === undefined || timesOf({ unread_times }).length !== unread_count) return undefined;
  return Date.parse(counted_to);
}

/** The times of the unread messages that a row keeps, in milliseconds, newest first. */
export const timesOf = ({ unread_times }: Pick<MessageGroupRow, 'unread_times'>): number[] =>
  unread_times ? unpackTimes(unread_times) : [];

/**
 * The times of a member's unread messages: those just read, and those that the row covers.
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
  // Messages below a reading that stopped early were not read.
  const kept = isWhole ? answersTo : Math.max(answersTo, timeOf(messages.at(-1)) - 1);
  return [...fresh.map(timeOf), ...times.filter((time) => time <= kept)].slice(0, UNREAD_COUNT_MAX);
}

/** Whether a reading suffices for a member's count. */
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
 * The attributes of the row for these unread messages.
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
  return {
    unread_count: times.length,
    unread_times: oldest === undefined ? undefined : packTimes(times),
    unread_since: unreadSince(row, times),
    counted_to: nextCountedTo(row, messages, now),
  };
}

/** Absent also while the group is in a list that is not in the member's total: a stranger's requests cost them nothing. */
export function unreadSince(
  { list, unread_since }: Pick<MessageGroupRow, 'list' | 'unread_since'>,
  times: readonly number[],
): string | undefined {
  const oldest = times.at(-1);
  if (oldest === undefined || !isInTotal(list)) return undefined;
  return unread_since ?? new Date(oldest).toISOString();
}

/** Requests and archived groups are in no total. */
const isInTotal = (list: string | undefined) =>
  list === undefined || ['inbox', 'pinned'].includes(nameOfList(list));

/** Never moves back: further back, the row covers more than was read. */
function nextCountedTo(row: MessageGroupRow, messages: readonly StoredMessage[], now: number): string {
  const before = Date.parse(row.counted_to ?? '');
  const crowded = timeOf(messages[READ_AGAIN]);
  const times = [before, now - LATE_MS, Math.min(crowded, now)].filter(Number.isFinite);
  return new Date(Math.max(...times)).toISOString();
}
