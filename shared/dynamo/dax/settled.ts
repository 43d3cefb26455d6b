import { timeOfCursor } from '../keys.ts';
import { cursorOf, type PageOptions, type StoredMessage } from '../messages.ts';
import type { Page } from '../page.ts';

/**
 * A function runs for 6 s at most, so a message is stored at most that long after the time in its key. Eventually
 * consistent reads are rarely more than a second behind. A minute is a wide margin.
 */
const SETTLED_AFTER_MS = 60_000;

/**
 * Whether a page may come from a cache: no new message appears before an old cursor, and {@link withChanges} adds what
 * changed. The newest page, and pages towards it, are for catching up and never settled.
 *
 * @param now milliseconds since 1970.
 */
export function isSettled({ before }: Pick<PageOptions, 'before'>, now = Date.now()): boolean {
  return before !== undefined && Date.parse(timeOfCursor(before)) < now - SETTLED_AFTER_MS;
}

/** A page with those of its messages that have changed since it was cached. */
export function withChanges(
  page: readonly StoredMessage[],
  changed: readonly StoredMessage[],
): StoredMessage[] {
  const newer = new Map(changed.map((message) => [cursorOf(message), message]));
  return page.map((held) => {
    const now = newer.get(cursorOf(held));
    return now && (now.revision ?? 0) > (held.revision ?? 0) ? now : held;
  });
}

/** A page of before a cursor without what its reader has deleted of the conversation; nothing comes before that. */
export function afterClearing(page: Page<StoredMessage>, clearedTo = ''): Page<StoredMessage> {
  const items = page.items.filter((message) => cursorOf(message) > clearedTo);
  return { items, next: page.next && page.next > clearedTo ? page.next : undefined };
}
