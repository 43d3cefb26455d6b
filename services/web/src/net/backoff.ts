/**
 * How long to wait before the next try, in milliseconds: anything up to a limit that doubles with every
 * failure ("full jitter"), so that browsers that lost a server together do not return together.
 */
export function fullJitter(failures: number, random: () => number = Math.random): number {
  return FLOOR + random() * Math.min(CEILING, FIRST * 2 ** failures);
}

const FLOOR = 100;
const FIRST = 500;
const CEILING = 30_000;
