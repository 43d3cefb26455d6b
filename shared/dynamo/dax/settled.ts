import type { PageOptions } from '../messages.ts';

/**
 * A function runs for 6 s at most, so a message is stored at most that long after the time in its key. Eventually
 * consistent reads are rarely more than a second behind. A minute is a wide margin.
 */
const SETTLED_AFTER_MS = 60_000;

/**
 * Whether a page is immutable and may come from a cache: messages are never changed or deleted, and no new one appears
 * before an old cursor. The newest page, and pages towards it, are for catching up and never settled.
 *
 * @param now milliseconds since 1970.
 */
export function isSettled({ before }: Pick<PageOptions, 'before'>, now = Date.now()): boolean {
  return before !== undefined && Date.parse(before.slice(0, 24)) < now - SETTLED_AFTER_MS;
}
