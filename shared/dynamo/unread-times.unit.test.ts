import * as fc from 'fast-check';
import { packTimes, unpackTimes } from './unread-times.ts';

const LAST = Date.parse('9999-12-31T23:59:59.999Z');
const newestFirst = fc
  .array(fc.integer({ min: 0, max: LAST }), { maxLength: 100 })
  .map((times) => times.sort((a, b) => b - a));

test('times survive packing, several in one millisecond too', async () => {
  await fc.assert(
    fc.property(newestFirst, (times) => {
      const all = times.flatMap((time) => [time, time]);
      expect(unpackTimes(packTimes(all))).toEqual(all);
    }),
  );
});

test.each([
  ['a second', 1_000, 204],
  ['a minute', 60_000, 303],
  ['an hour', 3_600_000, 402],
  ['a day', 86_400_000, 402],
])('a hundred messages, each %s after the one before, take few bytes', (_, gap, bytes) => {
  const times = Array.from({ length: 100 }, (_, index) => Date.UTC(2026, 10, 26) - index * gap);
  expect(packTimes(times)).toHaveLength(bytes);
});
