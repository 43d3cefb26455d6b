import { exclusively } from '../store/lock.ts';
import { type Authenticated, CognitoError, cognito, saveTokens, subOf } from './cognito.ts';
import { currentSession, expireSession, type Session, subscribeToSession } from './session.ts';

/** A token with less lifetime left is renewed before use. */
const MARGIN_MS = 60_000;
/** An open page renews its token this long before expiry. */
const RENEW_AHEAD_MS = 5 * 60_000;

export class SignedOut extends Error {
  override name = 'SignedOut';
}

/** A token that is valid for at least a minute. Throws SignedOut without a session. */
export async function accessToken(): Promise<string> {
  const session = currentSession();
  if (!session) throw new SignedOut();
  return session.expiresAt - Date.now() > MARGIN_MS ? session.accessToken : renew(session.accessToken);
}

/** Replaces a token that was refused or is about to expire. One tab renews for all. */
export function renew(stale: string): Promise<string> {
  return exclusively('cruddur.session', async () => {
    const session = currentSession();
    // If another user signed in meanwhile, fail: never use their token.
    if (session?.sub !== subOf(stale)) throw new SignedOut();
    if (session.accessToken !== stale) return session.accessToken;
    return requestToken(session);
  });
}

/** Renews the token ahead of expiry while the page is open; a suspended page renews on its next request. */
export function keepRenewing(): void {
  let timer: ReturnType<typeof setTimeout>;
  const plan = () => {
    clearTimeout(timer);
    const session = currentSession();
    if (!session) return;
    const wait = Math.max(session.expiresAt - RENEW_AHEAD_MS - Date.now(), MARGIN_MS);
    timer = setTimeout(() => renew(session.accessToken).catch(plan), wait);
  };
  subscribeToSession(plan);
  plan();
}

async function requestToken(session: Session): Promise<string> {
  try {
    const { AuthenticationResult } = await cognito<Authenticated>('InitiateAuth', {
      AuthFlow: 'REFRESH_TOKEN_AUTH',
      AuthParameters: { REFRESH_TOKEN: session.refreshToken },
    });
    if (AuthenticationResult) return saveTokens(AuthenticationResult, session.refreshToken);
  } catch (error) {
    if (!isRefusal(error)) throw error;
  }
  expireSession();
  throw new SignedOut();
}

function isRefusal(error: unknown): boolean {
  return error instanceof CognitoError && !['Unavailable', 'TooManyRequestsException'].includes(error.code);
}
