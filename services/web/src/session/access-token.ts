import { exclusively } from '../store/lock.ts';
import { type Authenticated, CognitoError, cognito, saveTokens, subOf } from './cognito.ts';
import { currentSession, expireSession, type Session, subscribeToSession } from './session.ts';

/** A token with less life than this is renewed before it is used. */
const MARGIN_MS = 60_000;
/** While a page is open, a token is renewed this long before it ends. */
const RENEW_AHEAD_MS = 5 * 60_000;

export class SignedOut extends Error {
  override name = 'SignedOut';
}

/** A token that is good for at least a minute. Throws SignedOut when there is no session, or no longer one. */
export async function accessToken(): Promise<string> {
  const session = currentSession();
  if (!session) throw new SignedOut();
  return session.expiresAt - Date.now() > MARGIN_MS ? session.accessToken : renew(session.accessToken);
}

/** A new token in place of one that the server refused, or that is about to end. One tab renews for all. */
export function renew(stale: string): Promise<string> {
  return exclusively('cruddur.session', async () => {
    const session = currentSession();
    // If another user signed in meanwhile: never their token for this user's request.
    if (session?.sub !== subOf(stale)) throw new SignedOut();
    if (session.accessToken !== stale) return session.accessToken;
    return requestToken(session);
  });
}

/** Renews ahead of the end for as long as the page lives; a sleeping page does it when it next asks. */
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
