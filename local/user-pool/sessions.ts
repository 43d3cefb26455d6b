import { type Answer, claimsOf, extend, notAuthorized, type Pool, type User } from './emulator.ts';

/**
 * An access token is valid as long as the refresh token issued with it: signing out removes the refresh token.
 * Disabled users can neither sign in nor read their account.
 */

for (const name of ['InitiateAuth', 'RespondToAuthChallenge', 'AdminInitiateAuth']) {
  extend(name, (original, services) => {
    const issue = original(services);
    return inTurn(async (context, request) => {
      const pool = await services.cognito.getUserPoolForClientId(context, request.ClientId);
      const { USERNAME, REFRESH_TOKEN } = request.AuthParameters ?? {};
      const user = REFRESH_TOKEN
        ? await pool.getUserByRefreshToken(context, REFRESH_TOKEN)
        : await pool.getUserByUsername(context, USERNAME);
      if (user?.Enabled === false) throw notAuthorized('User is disabled.');
      const result = await issue(context, request);
      const { AccessToken, RefreshToken = REFRESH_TOKEN } = result.AuthenticationResult ?? {};
      if (AccessToken && RefreshToken) await remember(context, pool, AccessToken, RefreshToken);
      return result;
    });
  });
}

for (const name of ['GetUser', 'ChangePassword', 'UpdateUserAttributes', 'VerifyUserAttribute']) {
  extend(name, (original, services) => async (context, request) => {
    const { sub, client_id, jti } = claimsOf(request.AccessToken);
    const pool = await services.cognito.getUserPoolForClientId(context, client_id);
    const user = await pool.getUserByUsername(context, sub);
    if (user?.Enabled === false) throw notAuthorized('User is disabled.');
    if (user && isRevoked(user, jti)) throw notAuthorized('Access Token has been revoked');
    return original(services)(context, request);
  });
}

extend('GlobalSignOut', (_, services) =>
  inTurn(async (context, request) => {
    const { sub, client_id } = claimsOf(request.AccessToken);
    const pool = await services.cognito.getUserPoolForClientId(context, client_id);
    return signOut(context, pool, sub);
  }),
);

extend('AdminUserGlobalSignOut', (_, services) =>
  inTurn(async (context, request) =>
    signOut(context, await services.cognito.getUserPool(context, request.UserPoolId), request.Username),
  ),
);

extend('RevokeToken', (original, services) => inTurn(original(services)));

async function signOut(context: unknown, pool: Pool, username: string | undefined) {
  const user = await pool.getUserByUsername(context, username);
  if (!user) throw notAuthorized('User does not exist.');
  await pool.saveUser(context, { ...user, RefreshTokens: [] });
  return {};
}

async function remember(context: unknown, pool: Pool, accessToken: string, refreshToken: string) {
  const { sub, jti, exp } = claimsOf(accessToken);
  const user = await pool.getUserByUsername(context, sub);
  if (!user) return;
  const now = Date.now() / 1000;
  const living = Object.entries(user.AccessTokens ?? {}).filter(([, { until }]) => until > now);
  await pool.saveUser(context, {
    ...user,
    RefreshTokens: [...new Set([...(user.RefreshTokens ?? []), refreshToken])],
    AccessTokens: {
      ...Object.fromEntries(living),
      [jti]: { session: claimsOf(refreshToken).jti, until: exp },
    },
  });
}

/** A token of an earlier version has no known session and stays valid. */
function isRevoked({ AccessTokens = {}, RefreshTokens = [] }: User, jti: string): boolean {
  const issued = AccessTokens[jti];
  return issued !== undefined && !RefreshTokens.some((token) => claimsOf(token).jti === issued.session);
}

/** Runs calls one after the other: each reads an account and writes it whole. */
function inTurn(work: Answer): Answer {
  return (context, request) => {
    const result = turn.then(() => work(context, request));
    turn = result.catch(() => {});
    return result;
  };
}

let turn: Promise<unknown> = Promise.resolve();
