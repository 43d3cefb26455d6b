import { fullJitter } from './backoff.ts';

test('the wait is anything up to a limit that doubles and then stays', () => {
  const highest = [0, 1, 2, 3, 10, 50].map((failures) => fullJitter(failures, () => 1));
  expect(highest).toEqual([600, 1100, 2100, 4100, 30_100, 30_100]);
  expect(fullJitter(10, () => 0)).toBe(100);
});
