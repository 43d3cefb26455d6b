import { randomUUID } from 'node:crypto';
import {
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  AdminSetUserPasswordCommand,
  AdminUpdateUserAttributesCommand,
  CognitoIdentityProviderClient,
  GlobalSignOutCommand,
  InitiateAuthCommand,
  RevokeTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type { UserShort } from '../shared/contract/users.ts';
import { insertUser } from '../shared/postgres/users.ts';
import { testStores } from './stores.ts';
import { lifetimeOf, resigned } from './tokens.ts';

/** A person with an account in the user pool and, by default, a user. */
export interface Person extends UserShort {
  sub: string;
  email: string;
  /** A real access token, from a real sign-in. */
  token: string;
  idToken: string;
  refreshToken: string;
}

const password = 'Correct-horse-7';

/** Signs up, confirms, signs in and registers a person; e-mail addresses are unique over all test files. */
export async function createPerson(handle: string, displayName = handle): Promise<Person> {
  const account = await createAccount(handle, displayName);
  const { sub, email } = account;
  const user = await insertUser({ handle, email, display_name: displayName, cognito_user_id: sub });
  return { ...account, uuid: user.uuid, handle: user.handle, display_name: user.display_name };
}

/** A person's account in the user pool. */
export type Account = Pick<Person, 'sub' | 'email' | 'token' | 'idToken' | 'refreshToken'>;

/** Creates an account in the user pool without a user row. */
export async function createAccount(handle: string, displayName = handle): Promise<Account> {
  const { userPoolId } = testStores();
  const email = `${handle}.${randomUUID()}@example.test`;
  const { User } = await userPool().send(
    new AdminCreateUserCommand({
      UserPoolId: userPoolId,
      Username: email,
      MessageAction: 'SUPPRESS',
      UserAttributes: [
        { Name: 'email', Value: email },
        { Name: 'email_verified', Value: 'true' },
        { Name: 'preferred_username', Value: handle },
        { Name: 'name', Value: displayName },
      ],
    }),
  );
  await userPool().send(
    new AdminSetUserPasswordCommand({
      UserPoolId: userPoolId,
      Username: email,
      Password: password,
      Permanent: true,
    }),
  );
  const { AuthenticationResult } = await signIn(email);
  const sub = User?.Attributes?.find(({ Name }) => Name === 'sub')?.Value ?? '';
  return {
    sub,
    email,
    token: AuthenticationResult?.AccessToken ?? '',
    idToken: AuthenticationResult?.IdToken ?? '',
    refreshToken: AuthenticationResult?.RefreshToken ?? '',
  };
}

const signIn = (email: string) =>
  userPool().send(
    new InitiateAuthCommand({
      AuthFlow: 'USER_PASSWORD_AUTH',
      ClientId: testStores().clientId,
      AuthParameters: { USERNAME: email, PASSWORD: password },
    }),
  );

/** A new access token of a person, from a new sign-in. */
export async function signInAgain({ email }: Pick<Person, 'email'>): Promise<string> {
  const { AuthenticationResult } = await signIn(email);
  return AuthenticationResult?.AccessToken ?? '';
}

/** Deletes an account; its access token stays unchanged. */
export async function deleteAccount({ email }: Pick<Person, 'email'>): Promise<void> {
  await userPool().send(new AdminDeleteUserCommand({ UserPoolId: testStores().userPoolId, Username: email }));
}

/** The ways in which the user pool ends a session; none of them touches the access token. */
export const endings = {
  'signing out': ({ refreshToken }: Account) =>
    userPool().send(new RevokeTokenCommand({ ClientId: testStores().clientId, Token: refreshToken })),
  'signing out everywhere': ({ token }: Account) =>
    userPool().send(new GlobalSignOutCommand({ AccessToken: token })),
  'disabling the account': ({ sub }: Account) =>
    userPool().send(new AdminDisableUserCommand({ UserPoolId: testStores().userPoolId, Username: sub })),
  'deleting the account': deleteAccount,
};

/** Gives an account another address, as its owner does in the user pool. */
export async function changeEmail(
  account: Pick<Person, 'sub'>,
  email: string,
  verified: boolean,
): Promise<void> {
  await userPool().send(
    new AdminUpdateUserAttributesCommand({
      UserPoolId: testStores().userPoolId,
      Username: account.sub,
      UserAttributes: [
        { Name: 'email', Value: email },
        { Name: 'email_verified', Value: String(verified) },
      ],
    }),
  );
}

let client: CognitoIdentityProviderClient | undefined;

function userPool(): CognitoIdentityProviderClient {
  client ??= new CognitoIdentityProviderClient({
    endpoint: testStores().cognito,
    region: 'local',
    credentials: { accessKeyId: testStores().accessKeyId, secretAccessKey: 'local' },
  });
  return client;
}

/** A new person with a handle unique in the test file. */
export function createStranger(): Promise<Person> {
  return createPerson(`stranger_${randomUUID().slice(0, 8)}`);
}

let model: Promise<Person> | undefined;

/**
 * A person without an account: a real token with another `sub`, signed with the local user pool's key and fresh enough
 * that the pool is never asked. For tests with thousands of people.
 */
export async function createExtra(displayName?: string): Promise<Person> {
  model ??= createStranger();
  const [{ token: real }, sub] = [await model, randomUUID()];
  const lifetime = lifetimeOf(real);
  const handle = `extra_${sub.slice(0, 8)}${sub.slice(9, 13)}`;
  const email = `${sub}@example.test`;
  const user = await insertUser({ handle, email, display_name: displayName ?? handle, cognito_user_id: sub });
  let made = { token: '', iat: 0 };
  return {
    ...user,
    sub,
    email,
    idToken: '',
    refreshToken: '',
    get token() {
      const iat = Math.floor(Date.now() / 1000);
      if (Math.abs(iat - made.iat) > 20)
        made = {
          token: resigned(real, { sub, username: sub, iat, auth_time: iat, exp: iat + lifetime }),
          iat,
        };
      return made.token;
    },
  };
}
