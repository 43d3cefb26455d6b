import { v7 } from 'uuid';
import { messagesOf } from './keys.ts';

/** A message's uuid and the time of its place. The uuid contains the time, so it determines the place. */
export interface Place {
  message_uuid: string;
  created_at: string;
}

/** The most that a key's time may differ from the function's clock for the message to go to the key's place. */
export const FRESH_MS = 2_000;

/** Clock skew between servers is seconds, and a key may be ahead by 2 s: no message lies further ahead than this. */
const LOOK_AHEAD_MS = 60_000;

const LAST_INSTANT = Date.parse('9999-12-31T23:59:59.999Z');

/** A new place now, but after the times of all known messages. */
export function placeNow(...known: string[]): Place {
  const time = Math.max(Date.now(), ...known.map((at) => Date.parse(at) + 1));
  return { message_uuid: v7({ msecs: time }), created_at: new Date(time).toISOString() };
}

/** The place in an idempotency key; undefined if it is not a UUIDv7. */
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
 * Whether a message may go to its key's place: near this function's time, so that clients cannot choose a time, and
 * after the messages that the sender's row knows, so that a reply never sorts before its question.
 */
export function isFresh({ created_at }: Place, ...known: string[]): boolean {
  return (
    Math.abs(Date.parse(created_at) - Date.now()) <= FRESH_MS && known.every((time) => created_at > time)
  );
}

/**
 * The end of a message group's messages, where reads of the newest begin. Pointers may lie beyond, years ahead if a
 * client's clock is wrong; each reader would have to skip them.
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
 * The key condition of a query between two places of a message group, both exclusive.
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
  // BETWEEN includes its bounds. All cursors have one length, so nothing lies between a cursor and a longer one.
  const from = `${after}!`;
  const to = justBefore(before);
  return {
    KeyConditionExpression: 'pk = :pk AND sk BETWEEN :after AND :before',
    ExpressionAttributeValues: { ':pk': pk, ':after': from, ':before': to > from ? to : from },
  };
}

/** A text that sorts before a place and after every cursor before it, because all cursors have one length. */
function justBefore(place: string): string {
  const last = place.length - 1;
  return `${place.slice(0, last)}${String.fromCharCode(place.charCodeAt(last) - 1)}~`;
}

/** A place after every message of a millisecond and before those of the next: no uuid begins with g. */
export const endOfInstant = (milliseconds: number): string => `${new Date(milliseconds).toISOString()}#g`;
