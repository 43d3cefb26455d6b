import { AsyncLocalStorage } from 'node:async_hooks';
import { StoreUnavailable } from '../errors.ts';

const deadlines = new AsyncLocalStorage<number>();

/**
 * Runs `work`; no DynamoDB call of it leaves after `deadline` (milliseconds since 1970).
 *
 * A function that has answered is frozen with its promises and goes on with them at the next request, minutes
 * later: a retry that was waiting would then store a message under a time long past, where nobody looks for it.
 */
export function withDeadline<T>(deadline: number, work: () => Promise<T>): Promise<T> {
  return deadlines.run(deadline, work);
}

/** @throws StoreUnavailable if the work that makes this call was answered without it. */
export function refuseTooLate(): void {
  if (Date.now() > (deadlines.getStore() ?? Number.POSITIVE_INFINITY)) throw new StoreUnavailable();
}
