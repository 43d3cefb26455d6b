import { AccountDisabled, StoreUnavailable, Unauthenticated } from '../errors.ts';
import { logFailure } from '../log.ts';
import { type Claims, verifySignature } from './access-token.ts';
import { getAttributes } from './account.ts';

/**
 * An access token stays what it is when its owner signs out or is disabled or deleted: only the user pool knows. So long
 * after the pool issued a token or last knew it, it is asked again, whoever ended the session and by whatever means.
 */
export const TRUST_MS = 60_000;

/** How long nobody waits for a user pool that did not answer, or that throttles. */
const PAUSE_MS = 10_000;

const MAX_SESSIONS = 1_000;

/** A session as an access token shows it. */
export interface Session {
  sub: string;
  /** Milliseconds since 1970: until then the session needs no other proof. */
  trusted_until: number;
}

interface Known extends Claims {
  /** Milliseconds since 1970: when the pool last said what it thinks of the token. */
  asked_at: number;
  refusal?: Error | undefined;
}

/** Tokens that were found good in themselves, and what the user pool thinks of them. */
const known = new Map<string, Known>();
let pausedUntil = 0;

/**
 * Checks an access token: its signature once in each container, its expiry every time, its session once a minute.
 *
 * While the user pool is out of reach a token is good until it expires: that is its promise, and a quarter of an hour.
 * @param options.afresh asks the pool now, however short ago it was asked.
 * @throws Unauthenticated, AccountDisabled if the session is over.
 * @throws StoreUnavailable if the user pool's keys cannot be fetched.
 */
export async function confirmSession(token: string, { afresh = false } = {}): Promise<Session> {
  const session = await recall(token);
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
  if (known.size > MAX_SESSIONS) known.delete(known.keys().next().value as string);
  return session;
}

/** A refusal is remembered too: whoever repeats a token that is over does not cost the pool a call each time. */
async function askAbout(token: string, session: Known): Promise<void> {
  try {
    await getAttributes(token);
    Object.assign(session, { asked_at: Date.now(), refusal: undefined });
  } catch (error) {
    if (error instanceof Unauthenticated || error instanceof AccountDisabled) {
      Object.assign(session, { asked_at: Date.now(), refusal: error });
    } else if (error instanceof StoreUnavailable) {
      pausedUntil = Date.now() + PAUSE_MS;
      logFailure('confirmSession', session.sub, error);
    } else throw error;
  }
}
