import { validate, version } from 'uuid';
import { createMessageKey } from './message-key.ts';

test('a message key sorts after the newest message seen', () => {
  const key = createMessageKey(1_000, '1970-01-01T00:00:05.000Z#018f0000-0000-7000-8000-000000000000');
  expect(Number.parseInt(key.replaceAll('-', '').slice(0, 12), 16)).toBe(5_001);
});

test('a message key is a unique UUIDv7 of its time', () => {
  const now = Date.parse('2026-11-26T12:00:00.123Z');
  const keys = Array.from({ length: 1_000 }, () => createMessageKey(now));
  expect(new Set(keys).size).toBe(1_000);
  for (const key of keys) {
    expect(validate(key) && version(key)).toBe(7);
    expect(Number.parseInt(key.replaceAll('-', '').slice(0, 12), 16)).toBe(now);
  }
});
