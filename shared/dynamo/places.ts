import { messagesOf } from './keys.ts';

/** Servers' clocks differ by seconds, and a key's time from a server's by 2 s: no message lies further ahead than this. */
const LOOK_AHEAD_MS = 60_000;

const LAST_INSTANT = Date.parse('9999-12-31T23:59:59.999Z');

/**
 * Where a message group's messages end: whoever reads its newest ones begins here. Pointers lie beyond, for years if
 * somebody's clock is wrong, and would have to be read and passed over by each reader.
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
