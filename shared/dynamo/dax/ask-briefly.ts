import { clockMs } from '../../clock.ts';
import { logFailure } from '../../log.ts';

/** Connecting to a cluster takes two handshakes; reading the page from the table is faster. */
const PATIENCE_MS = 500;

/** Circuit breaker: a cluster that did not answer is not asked again for this long, so that few readers wait. */
const REST_MS = 10_000;

/**
 * Wraps reads of a cache with a timeout and a circuit breaker: undefined if the cache fails, is slow, or was so
 * recently. The table has everything, so a dead cache only costs time.
 */
export function askBriefly(patience = PATIENCE_MS, rest = REST_MS) {
  let restsUntil = 0;
  return async <T>(question: () => Promise<T>): Promise<T | undefined> => {
    if (clockMs() < restsUntil) return undefined;
    const silence = Promise.withResolvers<never>();
    const timer = setTimeout(() => silence.reject(new NoAnswer()), patience);
    try {
      return await Promise.race([question(), silence.promise]);
    } catch (error) {
      restsUntil = clockMs() + rest;
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
