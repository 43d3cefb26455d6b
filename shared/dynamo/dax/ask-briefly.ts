import { logFailure } from '../../log.ts';

/** Connecting to a cluster takes two handshakes; a page from the table is there in less than both. */
const PATIENCE_MS = 500;

/** A cluster that did not answer is not asked again for this long, so that few readers wait for it. */
const REST_MS = 10_000;

/**
 * Makes a function that asks a cache, and answers undefined if it fails, or takes too long, or did so lately: the
 * table has everything, so a cache that does not answer costs time and nothing else.
 */
export function askBriefly(patience = PATIENCE_MS, rest = REST_MS) {
  let restsUntil = 0;
  return async <T>(question: () => Promise<T>): Promise<T | undefined> => {
    if (performance.now() < restsUntil) return undefined;
    const silence = Promise.withResolvers<never>();
    const timer = setTimeout(() => silence.reject(new NoAnswer()), patience);
    try {
      return await Promise.race([question(), silence.promise]);
    } catch (error) {
      restsUntil = performance.now() + rest;
      logFailure('dax', 'read', error);
      return undefined;
    } finally {
      clearTimeout(timer);
    }
  };
}

class NoAnswer extends Error {
  constructor() {
    super('The cluster did not answer in time.');
    this.name = 'NoAnswer';
  }
}
