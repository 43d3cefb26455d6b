import { once } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import { arrayBuffer } from 'node:stream/consumers';
import { validateCognitoJwtFields } from 'aws-jwt-verify/cognito-verifier';
import { SimpleJwksCache } from 'aws-jwt-verify/jwk';
import { JwtVerifier } from 'aws-jwt-verify/jwt-verifier';
import { tokenSettings } from './config.ts';
import { StoreUnavailable, Unauthenticated } from './errors.ts';

const { COGNITO_ISSUER: issuer, COGNITO_CLIENT_ID: clientId } = tokenSettings();

const verifier = JwtVerifier.create(
  {
    issuer,
    audience: null,
    jwksUri: `${issuer}/.well-known/jwks.json`,
    customJwtCheck: ({ payload }) =>
      validateCognitoJwtFields(payload, { tokenUse: 'access', clientId, groups: undefined }),
  },
  { jwksCache: new SimpleJwksCache({ fetcher: { fetch: fetchKeys } }) },
);

/**
 * Checks signature, issuer, client, expiry and `token_use: access` of a Cognito access token.
 *
 * @returns the token's `sub`, the user's key in the user pool.
 * @throws Unauthenticated for every fault of a token alike.
 * @throws StoreUnavailable if the user pool's keys cannot be fetched.
 */
export async function verifyAccessToken(token: string): Promise<string> {
  try {
    const { sub } = await verifier.verify(token);
    if (sub) return sub;
  } catch (error) {
    if (error instanceof StoreUnavailable) throw error;
  }
  throw new Unauthenticated();
}

/** The token of an `Authorization: Bearer …` header. */
export function bearerToken(authorization: string | undefined): string {
  const [, token] = /^Bearer +(\S+)$/i.exec(authorization ?? '') ?? [];
  if (!token) throw new Unauthenticated();
  return token;
}

/**
 * The library's own fetcher insists on https; the local user pool speaks http on loopback. The global `fetch`
 * would do, but loading it is a fifth of a cold start.
 */
async function fetchKeys(uri: string): Promise<ArrayBuffer> {
  try {
    const { get } = uri.startsWith('https:') ? https : http;
    const request = get(uri, { signal: AbortSignal.timeout(1_500) });
    const [response] = (await once(request, 'response')) as [http.IncomingMessage];
    // What breaks from here on, breaks the reading of the response too.
    request.on('error', () => {});
    if (response.statusCode !== 200) throw new Error(`The key set answered ${response.statusCode}`);
    return await arrayBuffer(response);
  } catch (cause) {
    throw new StoreUnavailable(undefined, { cause });
  }
}
