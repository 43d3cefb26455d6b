import type { StoredMessage } from '../messages.ts';
import { isSettled, withChanges } from './settled.ts';

const now = Date.parse('2026-11-23T12:00:00.000Z');
const cursor = (millisecondsAgo: number) =>
  `${new Date(now - millisecondsAgo).toISOString()}#00000000-0000-4000-8000-000000000000`;

const settled = (query: { before?: string; after?: string }) => isSettled(query, now);

test('a page before a cursor older than a minute may come from the cache', () => {
  expect(settled({ before: cursor(60_001) })).toBe(true);
  expect(settled({ before: cursor(10 * 365 * 86_400_000) })).toBe(true);
});

test('a page that may still get messages comes from the table', () => {
  for (const ago of [0, 1, 6_000, 10_000, 60_000]) expect(settled({ before: cursor(ago) })).toBe(false);
});

test('the newest page comes from the table', () => {
  expect(settled({})).toBe(false);
});

test('catch-up reads the table', () => {
  for (const ago of [0, 10_000, 60_001, 86_400_000]) expect(settled({ after: cursor(ago) })).toBe(false);
});

test('a cursor in the future or without a time is read from the table', () => {
  expect(settled({ before: cursor(-1) })).toBe(false);
  expect(settled({ before: `${'9'.repeat(24)}#00000000-0000-4000-8000-000000000000` })).toBe(false);
});

test('a cached page shows what has changed since, and never goes back', () => {
  const message = (n: number, attributes: object) =>
    ({ created_at: new Date(n).toISOString(), message_uuid: `${n}`, ...attributes }) as StoredMessage;
  const page = [
    message(1, { message: 'a' }),
    message(2, { message: 'b', revision: 3 }),
    message(3, { message: 'c' }),
  ];
  const changed = [
    message(1, { message: '', revision: 1 }),
    message(2, { message: 'older', revision: 2 }),
    message(9, { message: 'elsewhere', revision: 1 }),
  ];
  expect(withChanges(page, changed).map((one) => one.message)).toEqual(['', 'b', 'c']);
});
