import { BoundedMap } from '../bounded-map.ts';
import { callerOf } from '../edge/caller.ts';
import { recordCaller } from '../edge/metering.ts';
import { AccountDisabled, StoreUnavailable, Unauthenticated } from '../errors.ts';
import { logFailure } from '../log.ts';
import { type Claims, verifySignature } from './access-token.ts';
import { getAttributes } from './account.ts';

/**
 * An access token stays valid by itself when its owner signs out, is disabled or deleted: only the user pool knows.
 * This long after the pool issued or last confirmed a token, it is asked again.
 */
export const TRUST_MS = 60_000;

/** Circuit breaker: how long a user pool that fails or throttles is not asked. */
const PAUSE_MS = 10_000;

const MAX_SESSIONS = 1_000;

/** The session of an access token. */
export interface Session {
  sub: string;
  /** Milliseconds since 1970: until then the session needs no check. */
  trusted_until: number;
}

interface Known extends Claims {
  /** Milliseconds since 1970: when the pool last answered about the token. */
  asked_at: number;
  refusal?: Error | undefined;
}

/** Cache of tokens with a valid signature, and the user pool's last answer. */
const known = new BoundedMap<string, Known>(MAX_SESSIONS);
let pausedUntil = 0;

/**
 * Checks an access token: its signature once in each container, its expiry every time, its session once a minute.
 *
 * While the user pool is unreachable, a token is accepted until it expires, a quarter of an hour at most.
 * @param options.afresh asks the pool now, even if it was asked recently.
 * @throws Unauthenticated, AccountDisabled if the session is over.
 * @throws StoreUnavailable if the user pool's keys cannot be fetched.
 */
export async function confirmSession(token: string, { afresh = false } = {}): Promise<Session> {
  const session = await recall(token);
  recordCaller(session.sub);
  const now = Date.now();
  const isDue = afresh || now - session.asked_at >= TRUST_MS;
  if (isDue && now >= pausedUntil) await askAbout(token, session);
  if (session.refusal) throw session.refusal;
  return { sub: session.sub, trusted_until: Math.min(session.exp * 1000, now + TRUST_MS) };
}

async function recall(token: string): Promise<Known> {
  const remembered = known.get(token);
  if (remembered && Date.now() / 1000 < remembered.exp) return remembered;
  known.delete(token);
  const claims = await verifySignature(token);
  const session = { ...claims, asked_at: claims.iat * 1000 };
  known.set(token, session);
  return session;
}

/** Refusals are cached too, so that retries with an ended token do not call the pool each time. */
async function askAbout(token: string, session: Known): Promise<void> {
  try {
    await getAttributes(token);
    Object.assign(session, { asked_at: Date.now(), refusal: undefined });
  } catch (error) {
    if (error instanceof Unauthenticated || error instanceof AccountDisabled) {
      Object.assign(session, { asked_at: Date.now(), refusal: error });
    } else if (error instanceof StoreUnavailable) {
      pausedUntil = Date.now() + PAUSE_MS;
      logFailure('confirmSession', callerOf(session) ?? '', error);
    } else throw error;
  }
}
