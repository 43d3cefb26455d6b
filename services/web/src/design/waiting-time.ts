import { clockTime } from './when.ts';

/** When something goes on: in 37 s, in 12 min, at 01:00. */
export function waitingTime(seconds: number, now = Date.now()): string {
  if (seconds < 120) return `in ${seconds} s`;
  if (seconds < 7_200) return `in ${Math.ceil(seconds / 60)} min`;
  return `at ${clockTime(new Date(now + seconds * 1000).toISOString())}`;
}
