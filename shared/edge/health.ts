import { StoreUnavailable } from '../errors.ts';

/**
 * Pings all stores concurrently.
 *
 * @throws StoreUnavailable naming the stores that do not answer.
 */
export async function checkStores(checks: Record<string, () => Promise<unknown>>): Promise<{ status: 'ok' }> {
  const names = Object.keys(checks);
  const results = await Promise.allSettled(Object.values(checks).map((check) => check()));
  const down = names.filter((_, index) => results[index]?.status === 'rejected');
  if (down.length > 0) throw new StoreUnavailable({ detail: `Out of reach: ${down.join(', ')}.` });
  return { status: 'ok' };
}
