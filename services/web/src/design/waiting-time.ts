import { errorWords } from '../words/errors.ts';
import { clockTime } from './when.ts';

/** When something goes on: in 37 s, in 12 min, at 01:00. */
export function waitingTime(seconds: number, now = Date.now()): string {
  if (seconds < 120) return errorWords.inSeconds(seconds);
  if (seconds < 7_200) return errorWords.inMinutes(Math.ceil(seconds / 60));
  return errorWords.atTime(clockTime(new Date(now + seconds * 1000).toISOString()));
}
