import {
  JwtExpiredError,
  JwtInvalidIssuerError,
  JwtInvalidSignatureError,
  JwtParseError,
  KidNotFoundInJwksError,
} from 'aws-jwt-verify/error';
import { SimpleJwksCache } from 'aws-jwt-verify/jwk';
import { JwtVerifier } from 'aws-jwt-verify/jwt-verifier';
import { tokenSettings } from '../config.ts';
import { StoreUnavailable, Unauthenticated } from '../errors.ts';
import { ask } from './ask-user-pool.ts';

const { COGNITO_ISSUER: issuer, COGNITO_CLIENT_ID: clientId } = tokenSettings();

/** The claims that the system uses; times in seconds since 1970. */
export interface Claims {
  sub: string;
  iat: number;
  exp: number;
}

const verifier = JwtVerifier.create(
  {
    issuer,
    audience: null,
    jwksUri: `${issuer}/.well-known/jwks.json`,
    customJwtCheck: ({ header, payload }) => {
      if (payload.token_use !== 'access') throw new OddToken('it is for another use');
      if (payload.client_id !== clientId) throw new OddToken('it is of another client');
      if (header.crit !== undefined) throw new OddToken('its header asks for what nobody here does');
      if (payload.exp === undefined || payload.iat === undefined) throw new OddToken('it has no time');
      if (payload.iat > Date.now() / 1000 + CLOCK_TOLERANCE_S) throw new OddToken('it is from the future');
      if (!/^[\x21-\x7e]{1,128}$/.test(payload.sub ?? '')) throw new OddToken('its sub is none');
    },
  },
  // The library's own fetcher insists on https; the local user pool speaks http on loopback.
  { jwksCache: new SimpleJwksCache({ fetcher: { fetch: (uri) => ask(uri) } }) },
);

/** More than the clock skew between two AWS services. */
const CLOCK_TOLERANCE_S = 60;

/**
 * Checks signature, issuer, client, times and `token_use: access` of a Cognito access token. `session.ts` checks
 * whether its session is still active.
 *
 * @throws Unauthenticated for any invalid token; only the log has the reason.
 * @throws StoreUnavailable if the user pool's keys cannot be fetched.
 */
export async function verifySignature(token: string): Promise<Claims> {
  try {
    if (!isSpelledPlainly(token)) throw new OddToken('it could be spelled otherwise');
    const { sub, iat, exp } = await verifier.verify(token);
    return { sub, iat, exp } as Claims;
  } catch (error) {
    if (error instanceof StoreUnavailable) throw error;
    throw new Unauthenticated(reasonOf(error));
  }
}

/** When the session of a verified token began by a sign-in, in milliseconds since 1970; NaN if it does not say. */
export function signInTimeOf(token: string): number {
  const [, payload = ''] = token.split('.');
  return Number(JSON.parse(Buffer.from(payload, 'base64url').toString()).auth_time) * 1000;
}

/** A token that only a broken user pool would sign. */
class OddToken extends Error {
  override name = 'OddToken';
}

/** Written out, because the library's errors have no names of their own and bundles have no names of classes. */
const reasons = [
  [OddToken, 'OddToken'],
  [JwtExpiredError, 'Expired'],
  [JwtInvalidSignatureError, 'WrongSignature'],
  [KidNotFoundInJwksError, 'UnknownKey'],
  [JwtInvalidIssuerError, 'OtherIssuer'],
  [JwtParseError, 'Unreadable'],
] as const;

const reasonOf = (error: unknown) => reasons.find(([kind]) => error instanceof kind)?.[1] ?? 'Invalid';

/** Canonical encoding: each token has one spelling, so that caches see it as one. */
function isSpelledPlainly(token: string): boolean {
  return token.split('.').every((part) => Buffer.from(part, 'base64url').toString('base64url') === part);
}

/** The token of an `Authorization: Bearer …` header. */
export function bearerToken(authorization: string | undefined): string {
  const [, token] = /^Bearer +(\S+)$/i.exec(authorization ?? '') ?? [];
  if (!token) throw new Unauthenticated('NoToken');
  return token;
}
