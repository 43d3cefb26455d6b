import { AsyncLocalStorage } from 'node:async_hooks';

/** How far a machine's clock is ahead, in milliseconds. */
const ahead = new AsyncLocalStorage<number>();
const { now } = Date;

/** Gives each machine of a test its own clock, by replacing `Date.now`. */
export function installClocks(): void {
  Date.now = () => now() + (ahead.getStore() ?? 0);
}

export function removeClocks(): void {
  Date.now = now;
}

/** Runs `work` with clock skew: ahead by `milliseconds`, or behind if negative. */
export const withClock = <T>(milliseconds: number, work: () => T): T => ahead.run(milliseconds, work);
