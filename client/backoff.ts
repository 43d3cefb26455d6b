const FLOOR_MS = 100;
const FIRST_MS = 500;
const CEILING_MS = 30_000;

/**
 * Exponential backoff with full jitter: a random delay in milliseconds, up to a limit that doubles with every failure.
 * Clients that lost a server together do not return together.
 */
export function fullJitterMs(failures: number, random: () => number = Math.random): number {
  return FLOOR_MS + random() * Math.min(CEILING_MS, FIRST_MS * 2 ** failures);
}
