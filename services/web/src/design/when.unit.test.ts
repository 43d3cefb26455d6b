import { age, clockTime, dayName, isSameDay } from './when.ts';

const berlin = { locale: 'en-GB', timeZone: 'Europe/Berlin' };
const now = Date.parse('2026-11-23T14:30:00.000Z');

test.each([
  ['2026-11-23T14:29:40.000Z', 'now'],
  ['2026-11-23T14:31:10.000Z', 'now'],
  ['2026-11-23T14:18:00.000Z', '12 min'],
  ['2026-11-23T08:05:00.000Z', '09:05'],
  ['2026-11-22T23:30:00.000Z', '00:30'],
  ['2026-11-22T22:30:00.000Z', 'Yesterday'],
  ['2026-11-18T12:00:00.000Z', 'Wed'],
  ['2026-11-16T12:00:00.000Z', '16 Nov'],
  ['2025-12-31T12:00:00.000Z', '31 Dec 2025'],
])('%s is %s for a reader in Berlin', (instant, words) => {
  expect(age(instant, now, berlin)).toBe(words);
});

test('between the messages of two days the day is written out', () => {
  expect(dayName('2026-11-18T12:00:00.000Z', now, berlin)).toBe('Wednesday');
  expect(dayName('2026-11-16T12:00:00.000Z', now, berlin)).toBe('16 November');
});

test("a day begins at midnight in the reader's time zone, not the server's", () => {
  const [before, after] = ['2026-11-22T22:59:59.000Z', '2026-11-22T23:00:00.000Z'] as const;
  expect(isSameDay(before, after, berlin)).toBe(false);
  expect(isSameDay(before, after, { ...berlin, timeZone: 'America/New_York' })).toBe(true);
});

test("without a time zone it is the browser's, and days of 23 and 25 hours count as one", () => {
  // Of the weeks in which the clocks change there.
  const hours = [Date.UTC(2026, 3, 2), Date.UTC(2026, 8, 24)].flatMap((start) =>
    Array.from({ length: 168 }, (_, hour) => start + (hour + 1 / 6) * 3_600_000),
  );
  const instants = hours.map((time) => new Date(time).toISOString());
  const daysIn = (reader: { locale: string; timeZone?: string }) =>
    instants.filter((instant, index) => isSameDay(instant, instants[index + 1] ?? instant, reader));
  expect(daysIn({ locale: 'en-GB' })).toEqual(daysIn({ locale: 'en-GB', timeZone: process.env.TZ ?? '' }));
});

test('a daylight saving change does not shift the day names', () => {
  const spring = Date.parse('2026-03-29T22:30:00.000Z');
  expect(dayName('2026-03-28T23:30:00.000Z', spring, berlin)).toBe('Yesterday');
  const autumn = Date.parse('2026-10-25T23:30:00.000Z');
  expect(dayName('2026-10-24T22:30:00.000Z', autumn, berlin)).toBe('Yesterday');
  expect(dayName('2026-10-25T22:30:00.000Z', autumn, berlin)).toBe('Yesterday');
});

test("the year changes at midnight in the reader's time zone", () => {
  const newYear = Date.parse('2026-12-31T23:30:00.000Z');
  expect(dayName('2026-12-20T12:00:00.000Z', newYear, berlin)).toBe('20 December 2026');
  expect(dayName('2026-12-20T12:00:00.000Z', newYear, { ...berlin, timeZone: 'UTC' })).toBe('20 December');
});

test('the date order and the clock follow the locale of the reader', () => {
  const boston = { locale: 'en-US', timeZone: 'America/New_York' };
  expect(dayName('2026-10-01T12:00:00.000Z', now, boston)).toBe('October 1');
  expect(clockTime('2026-11-23T19:05:00.000Z', boston)).toMatch(/^2:05\sPM$/);
});
