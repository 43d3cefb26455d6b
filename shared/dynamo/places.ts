import { v7 } from 'uuid';
import { messagesOf } from './keys.ts';

/** A message's name and the time of its place. The time is in the uuid, so that the uuid alone tells the place. */
export interface Place {
  message_uuid: string;
  created_at: string;
}

/** A key's time may differ so far from the clock of the function for its message to stand at the key's own place. */
export const FRESH_MS = 2_000;

/** Clocks of servers differ by seconds, a key's time from one of them by 2 s: no message lies further ahead than this. */
const LOOK_AHEAD_MS = 60_000;

const LAST_INSTANT = Date.parse('9999-12-31T23:59:59.999Z');

/** A new place at this time, but after each of the times of messages that are known. */
export function placeNow(...known: string[]): Place {
  const time = Math.max(Date.now(), ...known.map((at) => Date.parse(at) + 1));
  return { message_uuid: v7({ msecs: time }), created_at: new Date(time).toISOString() };
}

/** The place that an idempotency key names, undefined for one that is no UUIDv7. */
export function placeOfKey(idempotencyKey: string): Place | undefined {
  const message_uuid = idempotencyKey.toLowerCase();
  const created_at = timeOfUuid(message_uuid);
  return created_at === undefined ? undefined : { message_uuid, created_at };
}

const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** The time of a UUIDv7 (RFC 9562, section 5.7), as in `created_at`; undefined for others and for years that cursors cannot write. */
export function timeOfUuid(uuid: string): string | undefined {
  if (!UUID_V7.test(uuid)) return undefined;
  const time = Number.parseInt(uuid.slice(0, 8) + uuid.slice(9, 13), 16);
  return time > LAST_INSTANT ? undefined : new Date(time).toISOString();
}

/**
 * Whether a message may stand at its key's place: near this function's time, so that a client gains nothing by a time of
 * its choice, and after what the sender's row knows, so that a reply never sorts before its question.
 */
export function isFresh({ created_at }: Place, ...known: string[]): boolean {
  return (
    Math.abs(Date.parse(created_at) - Date.now()) <= FRESH_MS && known.every((time) => created_at > time)
  );
}

/**
 * Where a message group's messages end: a reader of the newest ones begins here. Pointers lie beyond, for years if
 * a client's clock is wrong, and would have to be read and passed over by each reader.
 *
 * @param known times of messages that the caller knows of. With them a message is found even if the clock of the function
 *   that stored it was far ahead.
 * @returns an instant, which sorts before every cursor of that time.
 */
export function endOfMessages(...known: string[]): string {
  const times = known.map(Date.parse).filter(Number.isFinite);
  const end = Math.max(Date.now(), ...times) + LOOK_AHEAD_MS;
  return new Date(Math.min(end, LAST_INSTANT)).toISOString();
}

/**
 * The condition of a query for what lies between two places of a message group, both left out.
 *
 * @param after a cursor; undefined for the beginning.
 * @param before a cursor or an instant.
 */
export function between(messageGroupUuid: string, after: string | undefined, before: string) {
  const pk = messagesOf(messageGroupUuid);
  if (!after) {
    return {
      KeyConditionExpression: 'pk = :pk AND sk < :before',
      ExpressionAttributeValues: { ':pk': pk, ':before': before },
    };
  }
  // BETWEEN has its bounds in it. All cursors are of one length, so that nothing lies between one and one with more.
  const from = `${after}!`;
  return {
    KeyConditionExpression: 'pk = :pk AND sk BETWEEN :after AND :before',
    ExpressionAttributeValues: { ':pk': pk, ':after': from, ':before': before > from ? before : from },
  };
}

/** A place behind every message of a millisecond and before those of the next: no uuid begins with a g. */
export const endOfInstant = (milliseconds: number): string => `${new Date(milliseconds).toISOString()}#g`;
