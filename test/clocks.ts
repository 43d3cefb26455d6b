import { AsyncLocalStorage } from 'node:async_hooks';

/** How far a machine's clock is ahead, in milliseconds. */
const ahead = new AsyncLocalStorage<number>();
const { now } = Date;

/** Gives each machine of a test a clock of its own. Code that is to be fooled asks `Date.now`. */
export function installClocks(): void {
  Date.now = () => now() + (ahead.getStore() ?? 0);
}

export function removeClocks(): void {
  Date.now = now;
}

/** Runs `work` on a machine whose clock is ahead by so many milliseconds, or behind if they are negative. */
export const withClock = <T>(milliseconds: number, work: () => T): T => ahead.run(milliseconds, work);
