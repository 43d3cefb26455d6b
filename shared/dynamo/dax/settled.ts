import type { PageOptions } from '../messages.ts';

/**
 * A function lives 6 s, so a message is in the table at most that long after the time in its key, and a copy of
 * the table that answers eventually consistent reads is seldom a second behind. A minute is ten times that.
 */
const SETTLED_AFTER_MS = 60_000;

/**
 * Whether a page can never change again, so that it may come from a cache: messages are neither changed nor
 * deleted, and all that will ever be before a cursor of long ago is there. The newest page and pages towards it
 * are what a client catches up with; they never are settled.
 *
 * @param now milliseconds since 1970.
 */
export function isSettled({ before }: Pick<PageOptions, 'before'>, now = Date.now()): boolean {
  return before !== undefined && Date.parse(before.slice(0, 24)) < now - SETTLED_AFTER_MS;
}
