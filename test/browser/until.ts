import { setTimeout as pause } from 'node:timers/promises';

/** How long a test waits for something: the suite may run beside other work, on a machine ten times as busy. */
export const LIMIT_MS = 90_000;

/** Polls for the first result that is neither undefined nor false. Throws on timeout. */
export async function until<T>(
  look: () => Promise<T | undefined | false> | T | undefined | false,
  limit = LIMIT_MS,
): Promise<T> {
  const deadline = Date.now() + limit;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    if (Date.now() > deadline) throw new Error(`It did not come within ${limit / 1000} s.`);
    await pause(20);
  }
}
