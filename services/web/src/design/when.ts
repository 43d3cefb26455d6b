import { dateLocale } from '../words/language.ts';
import { shellWords } from '../words/shell.ts';

const DAY_MS = 86_400_000;

/** The reader's locale and time zone; without a time zone, the browser's. */
interface Reader {
  locale: string;
  timeZone?: string;
}

/** The reader's variant of the page's language sets the date order and the 12- or 24-hour clock. */
const here = (): Reader => ({ locale: dateLocale() });

const formats = new Map<string, Intl.DateTimeFormat>();

/** The time of day: 14:03. */
export function clockTime(instant: string, reader = here()): string {
  return format({ timeStyle: 'short' }, reader).format(Date.parse(instant));
}

/** The full date and time, for a tooltip. */
export function exactTime(instant: string, reader = here()): string {
  return format({ dateStyle: 'full', timeStyle: 'long' }, reader).format(Date.parse(instant));
}

/** A day with its year: 3 Nov 2026. */
export function shortDate(instant: string, reader = here()): string {
  return format({ day: 'numeric', month: 'short', year: 'numeric' }, reader).format(Date.parse(instant));
}

/** A month with its year: November 2026. `month` is as in 2026-11. */
export function monthName(month: string, reader = here()): string {
  return format({ month: 'long', year: 'numeric' }, { ...reader, timeZone: 'UTC' }).format(Date.parse(month));
}

/** Age, in the short form of a list: now, 5 min, 14:03, Yesterday, Tue, 3 Nov, 3 Nov 2025. */
export function age(instant: string, now = Date.now(), reader = here()): string {
  const minutes = Math.floor((now - Date.parse(instant)) / 60_000);
  if (minutes < 1) return shellWords.now;
  if (minutes < 60) return shellWords.minutesAgo(minutes);
  if (daysAgo(instant, now, reader) === 0) return clockTime(instant, reader);
  return calendarDay(instant, now, reader, 'short');
}

/** The separator between two days of a conversation: Today, Yesterday, Tuesday, 3 November, 3 November 2025. */
export function dayName(instant: string, now = Date.now(), reader = here()): string {
  if (daysAgo(instant, now, reader) <= 0) return shellWords.today;
  return calendarDay(instant, now, reader, 'long');
}

/** Whether both fall on the same calendar day for the reader. */
export function isSameDay(a: string, b: string, reader = here()): boolean {
  return dayNumber(Date.parse(a), reader) === dayNumber(Date.parse(b), reader);
}

function calendarDay(instant: string, now: number, reader: Reader, length: 'short' | 'long') {
  const days = daysAgo(instant, now, reader);
  if (days === 1) return shellWords.yesterday;
  if (days < 7) return format({ weekday: length }, reader).format(Date.parse(instant));
  const isThisYear = format({ year: 'numeric' }, reader).format(now) === yearOf(instant, reader);
  const day = { day: 'numeric', month: length } as const;
  return format({ ...day, ...(!isThisYear && { year: 'numeric' }) }, reader).format(Date.parse(instant));
}

function yearOf(instant: string, reader: Reader): string {
  return format({ year: 'numeric' }, reader).format(Date.parse(instant));
}

function daysAgo(instant: string, now: number, reader: Reader): number {
  return dayNumber(now, reader) - dayNumber(Date.parse(instant), reader);
}

/** Counts calendar days, not 24 hours: a daylight saving change makes a day of 23 or 25. */
function dayNumber(time: number, reader: Reader): number {
  if (reader.timeZone === undefined) return localDayNumber(new Date(time));
  const parts = format({ year: 'numeric', month: 'numeric', day: 'numeric' }, reader).formatToParts(time);
  const part = (type: string) => Number(parts.find((each) => each.type === type)?.value);
  return Date.UTC(part('year'), part('month') - 1, part('day')) / DAY_MS;
}

/** In the browser's time zone, a hundred times faster than by `Intl`: a conversation asks it for each of its messages. */
function localDayNumber(date: Date): number {
  return Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / DAY_MS;
}

/** Cached: creating a formatter costs more than using it, and a list needs hundreds. */
function format(options: Intl.DateTimeFormatOptions, { locale, timeZone }: Reader): Intl.DateTimeFormat {
  const key = JSON.stringify([options, locale, timeZone]);
  const made = formats.get(key) ?? new Intl.DateTimeFormat(locale, { ...options, timeZone });
  formats.set(key, made);
  return made;
}
