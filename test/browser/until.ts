import { setTimeout as pause } from 'node:timers/promises';

/** Polls for the first result that is neither undefined nor false. Throws on timeout. */
export async function until<T>(
  look: () => Promise<T | undefined | false> | T | undefined | false,
  limit = 30_000,
): Promise<T> {
  const deadline = Date.now() + limit;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    if (Date.now() > deadline) throw new Error(`It did not come within ${limit / 1000} s.`);
    await pause(20);
  }
}
