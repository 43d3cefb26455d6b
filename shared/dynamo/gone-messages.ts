import { UNREAD_COUNT_MAX } from '../contract/message-groups.ts';
import { timeOfCursor } from './keys.ts';
import type { MessageGroupRow } from './message-groups.ts';
import { cursorOf, type StoredMessage } from './messages.ts';
import { endOfInstant } from './places.ts';
import { readBack } from './read-back.ts';
import { type Change, isUnreadBy, timesOf } from './unread.ts';

/** Items per query for a message that takes the place of one that is gone: mostly the next one. */
const REFILL_PAGE = 10;

/**
 * The times of unread messages that a member's row keeps, without those of messages that are gone. Derived, so a change
 * may be told twice or late: a millisecond with a gone message is read again.
 */
export async function renewTimes(
  member: string,
  row: MessageGroupRow,
  changes: readonly Change[] = [],
): Promise<number[]> {
  const times = timesOf(row);
  const gone = changes.filter(({ effect }) => effect === 'gone').map(({ place }) => timeOf(place));
  const lost = [...new Set(gone)].filter((time) => times.includes(time));
  if (lost.length === 0) return times;
  const read = await Promise.all(lost.map((time) => readInstant(row.message_group_uuid, time)));
  const renewed = [
    ...times.filter((time) => !lost.includes(time)),
    ...unreadTimes(member, row, read.flat()),
  ].sort((a, b) => b - a);
  return times.length < UNREAD_COUNT_MAX ? renewed : refill(member, row, renewed);
}

/** Of more than a hundred, an older one takes the place of one that is gone. */
async function refill(member: string, row: MessageGroupRow, times: readonly number[]): Promise<number[]> {
  const oldest = times.at(-1) ?? Date.parse(row.counted_to ?? row.last_message_at);
  const later = times.filter((time) => time > oldest);
  const stretch = { after: row.read_to, before: endOfInstant(oldest), pageSize: REFILL_PAGE };
  const { messages } = await readBack(
    row.message_group_uuid,
    stretch,
    (read) => later.length + unreadTimes(member, row, read).length >= UNREAD_COUNT_MAX,
  );
  return [...later, ...unreadTimes(member, row, messages)].slice(0, UNREAD_COUNT_MAX);
}

async function readInstant(messageGroupUuid: string, time: number): Promise<readonly StoredMessage[]> {
  const stretch = { after: new Date(time).toISOString(), before: endOfInstant(time) };
  return (await readBack(messageGroupUuid, stretch, () => false)).messages;
}

const unreadTimes = (member: string, { read_to = '' }: MessageGroupRow, messages: readonly StoredMessage[]) =>
  messages
    .filter((message) => isUnreadBy(member, message) && cursorOf(message) > read_to)
    .map(({ created_at }) => Date.parse(created_at));

const timeOf = (place: string) => Date.parse(timeOfCursor(place));
