import { waitingTime } from './waiting-time.ts';

test.each([
  [1, 'in 1 s'],
  [119, 'in 119 s'],
  [121, 'in 3 min'],
  [7_199, 'in 120 min'],
])('%i seconds', (seconds, words) => {
  expect(waitingTime(seconds)).toBe(words);
});

test('a long wait ends at a time of day', () => {
  expect(waitingTime(7_200, Date.parse('2026-11-26T10:00:00.000Z'))).toMatch(/^at \d/);
});
