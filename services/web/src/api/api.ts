import { createClient } from '../../../../client/client.ts';
import { Unreachable } from '../../../../client/errors.ts';
import { reportReachable } from '../net/reachability.ts';
import { accessToken, renew, SignedOut } from '../session/access-token.ts';
import { expireSession } from '../session/session.ts';

/** The API on this page's own origin, for whoever is signed in. A call also throws SignedOut. */
export const api = createClient({ token, fetch: fetchWatchingTokens, onReachable: reportReachable });

/** The token that took the place of a refused one, until it has been good for something. */
let replacement: string | undefined;

async function token(refused?: string): Promise<string> {
  try {
    if (refused === undefined) return await accessToken();
    replacement = await renew(refused);
    return replacement;
  } catch (error) {
    if (error instanceof SignedOut) throw error;
    reportReachable(false);
    throw new Unreachable({ cause: error });
  }
}

/** A session whose fresh token is refused as well is over. */
async function fetchWatchingTokens(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const response = await fetch(input, init);
  const sent = new Headers(init?.headers).get('authorization');
  if (replacement === undefined || sent !== `Bearer ${replacement}`) return response;
  replacement = undefined;
  if (response.status === 401) expireSession();
  return response;
}
