import { configuration } from '../net/configuration.ts';
import { reportReachable } from '../net/reachability.ts';
import { saveSession } from './session.ts';

/** A refusal by Cognito, with Cognito's error code: `NotAuthorizedException` and so on. */
export class CognitoError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = 'CognitoError';
    this.code = code;
  }
}

export interface Tokens {
  AccessToken: string;
  RefreshToken?: string;
  ExpiresIn?: number;
}

/** Calls Cognito's JSON API and adds the client id. Throws CognitoError, or TypeError without a network. */
export async function cognito<T>(action: string, body: Record<string, unknown>): Promise<T> {
  const { cognitoEndpoint, cognitoClientId } = await configuration();
  const response = await fetch(cognitoEndpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `AWSCognitoIdentityProviderService.${action}`,
    },
    body: JSON.stringify({ ClientId: cognitoClientId, ...body }),
    signal: AbortSignal.timeout(15_000),
  });
  const answer = await response.json().catch(() => ({}));
  if (response.ok) return answer as T;
  throw toError(response.status, answer);
}

/** Renames error codes to what they mean for one action: Cognito reuses its codes. */
export function renaming(names: Record<string, string>): (error: unknown) => never {
  return (error) => {
    const name = error instanceof CognitoError && names[error.code];
    throw name ? new CognitoError(name, error.message) : error;
  };
}

/** Stores the session that `InitiateAuth` returned; a renewal returns no new refresh token. */
export function saveTokens(tokens: Tokens, refreshToken = tokens.RefreshToken ?? ''): string {
  const { sub, exp, iat } = claimsOf(tokens.AccessToken);
  const lifetime = tokens.ExpiresIn ?? exp - iat;
  saveSession({
    sub,
    accessToken: tokens.AccessToken,
    refreshToken: tokens.RefreshToken ?? refreshToken,
    expiresAt: Date.now() + lifetime * 1000,
  });
  return tokens.AccessToken;
}

/** The deployed pool ignores the case of an address; the local one does not. */
export function inLowerCase(email: string): string {
  return email.toLowerCase();
}

/** The `sub` of the token's owner. */
export function subOf(accessToken: string): string {
  return claimsOf(accessToken).sub;
}

export type Authenticated = { AuthenticationResult?: Tokens; ChallengeName?: string };

function toError(status: number, answer: { __type?: string; message?: string }): CognitoError {
  reportReachable(status !== 502 && status !== 504);
  const code = answer.__type?.split('#').at(-1) ?? (status >= 500 ? 'Unavailable' : 'Unknown');
  return new CognitoError(code, answer.message ?? '');
}

/** Not verified: the server does that, and the page only needs the owner and the lifetime. */
function claimsOf(token: string): { sub: string; exp: number; iat: number } {
  const payload = (token.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/');
  return JSON.parse(atob(payload));
}
