import { createClient } from '../../../../client/client.ts';
import { Unreachable } from '../../../../client/errors.ts';
import { reportReachable } from '../net/reachability.ts';
import { accessToken, renew, SignedOut } from '../session/access-token.ts';
import { expireSession } from '../session/session.ts';

/** The API on this page's origin, called as the signed-in user. A call can also throw SignedOut. */
export const api = createClient({ token, fetch: fetchWatchingTokens, onReachable: reportReachable });

/** The token that replaced a refused one, until its first response. */
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

/** Ends the session if a renewed token is refused as well. */
async function fetchWatchingTokens(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const response = await fetch(input, init);
  const sent = new Headers(init?.headers).get('authorization');
  if (replacement === undefined || sent !== `Bearer ${replacement}`) return response;
  replacement = undefined;
  if (response.status === 401) expireSession();
  return response;
}
