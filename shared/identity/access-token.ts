import { validateCognitoJwtFields } from 'aws-jwt-verify/cognito-verifier';
import { SimpleJwksCache } from 'aws-jwt-verify/jwk';
import { JwtVerifier } from 'aws-jwt-verify/jwt-verifier';
import { tokenSettings } from '../config.ts';
import { StoreUnavailable, Unauthenticated } from '../errors.ts';
import { ask } from './ask-user-pool.ts';

const { COGNITO_ISSUER: issuer, COGNITO_CLIENT_ID: clientId } = tokenSettings();

const verifier = JwtVerifier.create(
  {
    issuer,
    audience: null,
    jwksUri: `${issuer}/.well-known/jwks.json`,
    customJwtCheck: ({ payload }) =>
      validateCognitoJwtFields(payload, { tokenUse: 'access', clientId, groups: undefined }),
  },
  // The library's own fetcher insists on https; the local user pool speaks http on loopback.
  { jwksCache: new SimpleJwksCache({ fetcher: { fetch: (uri) => ask(uri) } }) },
);

const MOST_TOKENS = 1_000;

/** Tokens that were found good. All that can become wrong with one of them is that it expires. */
const verified = new Map<string, { sub: string; exp: number }>();

/**
 * Checks signature, issuer, client, expiry and `token_use: access` of a Cognito access token. A client sends the same
 * one for an hour, so its signature is checked once by each container; its expiry every time.
 *
 * @returns the token's `sub`, the user's key in the user pool.
 * @throws Unauthenticated for every fault of a token alike.
 * @throws StoreUnavailable if the user pool's keys cannot be fetched.
 */
export async function verifyAccessToken(token: string): Promise<string> {
  const known = verified.get(token);
  if (known && Date.now() / 1000 < known.exp) return known.sub;
  verified.delete(token);
  try {
    const { sub, exp } = await verifier.verify(token);
    if (sub && exp) remember(token, { sub, exp });
    if (sub) return sub;
  } catch (error) {
    if (error instanceof StoreUnavailable) throw error;
  }
  throw new Unauthenticated();
}

function remember(token: string, claims: { sub: string; exp: number }): void {
  verified.set(token, claims);
  if (verified.size > MOST_TOKENS) verified.delete(verified.keys().next().value as string);
}

/** The token of an `Authorization: Bearer …` header. */
export function bearerToken(authorization: string | undefined): string {
  const [, token] = /^Bearer +(\S+)$/i.exec(authorization ?? '') ?? [];
  if (!token) throw new Unauthenticated();
  return token;
}
