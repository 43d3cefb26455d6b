import { StoreUnavailable } from '../errors.ts';
import { logFailure } from '../log.ts';
import { currentOperation } from './metering.ts';

/** How long an answer is good: anybody may ask, and each check costs calls to the stores. */
const FRESH_MS = 1_000;

/**
 * A health check that pings all stores concurrently, at most once a second in a container, however many ask.
 *
 * It does not tell strangers which store is down; a line `failure` in the log does, with the store as its id.
 *
 * @throws StoreUnavailable if one does not answer.
 */
export function healthCheck(stores: Record<string, () => Promise<unknown>>): () => Promise<{ status: 'ok' }> {
  let running: Promise<boolean> | undefined;
  let last = { isHealthy: false, until: 0 };
  const check = async () => {
    const healthy = await Promise.all(Object.entries(stores).map(([name, ping]) => answers(name, ping)));
    last = { isHealthy: healthy.every(Boolean), until: Date.now() + FRESH_MS };
    running = undefined;
    return last.isHealthy;
  };
  return async () => {
    if (Date.now() >= last.until) running ??= check();
    if (!(await (running ?? last.isHealthy))) throw new StoreUnavailable();
    return { status: 'ok' };
  };
}

async function answers(store: string, ping: () => Promise<unknown>): Promise<boolean> {
  try {
    await ping();
    return true;
  } catch (error) {
    logFailure(currentOperation() ?? '', store, error);
    return false;
  }
}
