const FLOOR_MS = 100;
const FIRST_MS = 500;
const CEILING_MS = 30_000;

/**
 * How long to wait before the next try, in milliseconds: anything up to a limit that doubles with every failure
 * ("full jitter"), so that clients that lost a server together do not return together.
 */
export function fullJitterMs(failures: number, random: () => number = Math.random): number {
  return FLOOR_MS + random() * Math.min(CEILING_MS, FIRST_MS * 2 ** failures);
}
