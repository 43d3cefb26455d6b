import { BoundedMap } from '../../shared/bounded-map.ts';

/** A host that did not answer so often in a row is left alone for a while: it must not hold up every batch. */
const MISSES_MAX = 3;
const REST_MS = 30_000;
const MAX_HOSTS = 100;

const hosts = new BoundedMap<string, { misses: number; until: number }>(MAX_HOSTS);

export const isResting = (host: string): boolean => (hosts.get(host)?.until ?? 0) > Date.now();

export function noteAnswer(host: string): void {
  hosts.delete(host);
}

export function noteSilence(host: string): void {
  const misses = (hosts.get(host)?.misses ?? 0) + 1;
  // One miss more after the rest begins another one.
  hosts.set(host, { misses, until: misses < MISSES_MAX ? 0 : Date.now() + REST_MS });
}
