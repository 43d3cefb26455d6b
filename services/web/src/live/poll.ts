import { fullJitterMs } from '../../../../client/backoff.ts';
import { isOffline, subscribeToReachability } from '../net/reachability.ts';
import { createValue } from '../store/create-store.ts';
import { catchUp } from './catch-up.ts';

/** The polling interval of a visible page without a WebSocket. */
const POLL_EVERY_MS = 15_000;
/** The shortest wait during an outage; the backoff comes on top. */
const MIN_WAIT_MS = 4_000;
/** The backoff starts at a limit of seconds: 0.5 s * 2^3. */
const FIRST_STEP = 3;

/** When an unreachable server is asked again, in milliseconds since the epoch; null while there is no outage. */
export const nextTryAt = createValue<number | null>(null);

/** Polls while there is no WebSocket, with backoff during an outage. Returns a stop function. */
export function keepPolling(isLive: () => boolean): () => void {
  let failures = 0;
  let timer: ReturnType<typeof setTimeout>;
  const plan = () => {
    clearTimeout(timer);
    const isOut = isOffline();
    if (!isOut) failures = 0;
    const wait = isOut ? MIN_WAIT_MS + fullJitterMs(FIRST_STEP + failures++) : POLL_EVERY_MS;
    nextTryAt.set(isOut ? Date.now() + wait : null);
    timer = setTimeout(ask, wait);
  };
  const ask = async () => {
    if (!document.hidden && (isOffline() || !isLive())) await catchUp();
    if (!isStopped) plan();
  };
  let isStopped = false;
  const stop = subscribeToReachability(plan);
  plan();
  return () => {
    isStopped = true;
    stop();
    clearTimeout(timer);
    nextTryAt.set(null);
  };
}

/** Asks at once, without waiting for the next try. */
export const tryNow = catchUp;
