import { AsyncLocalStorage } from 'node:async_hooks';
import { StoreUnavailable } from '../errors.ts';

const deadlines = new AsyncLocalStorage<number>();

/**
 * Runs `work`; it sends no DynamoDB call after `deadline` (milliseconds since 1970).
 *
 * After its response a function is frozen with its promises and resumes them at the next request, minutes later: a
 * waiting retry would then store a message far in the past, where clients do not look.
 */
export function withDeadline<T>(deadline: number, work: () => Promise<T>): Promise<T> {
  return deadlines.run(deadline, work);
}

/** @throws StoreUnavailable if the request of this call was already answered. */
export function refuseTooLate(): void {
  if (Date.now() > (deadlines.getStore() ?? Number.POSITIVE_INFINITY)) throw new StoreUnavailable();
}
