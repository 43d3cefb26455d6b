import { fullJitterMs } from './backoff.ts';
import { ApiError, Unreachable } from './errors.ts';

/**
 * Retries a request until it is answered. After a timeout, 429 or 5xx it waits with exponential backoff and full
 * jitter, at least as long as `Retry-After` says.
 *
 * @throws ApiError for any other refusal; the reason of `signal` if it aborts.
 */
export async function untilAnswered<T>(ask: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  for (let failures = 0; ; failures++) {
    try {
      return await ask();
    } catch (error) {
      if (!mayPass(error)) throw error;
      const retryAfter = error instanceof ApiError ? (error.retryAfter ?? 0) : 0;
      await wait(Math.max(retryAfter * 1000, fullJitterMs(failures)), signal);
    }
  }
}

/** Whether a retry of the same request may succeed. */
export function mayPass(error: unknown): boolean {
  return (
    error instanceof Unreachable ||
    (error instanceof ApiError && (error.status === 429 || error.status >= 500))
  );
}

function wait(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const abort = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', abort);
      resolve();
    }, milliseconds);
    signal?.addEventListener('abort', abort, { once: true });
  });
}
