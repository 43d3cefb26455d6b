import {
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminGetUserCommand,
  AdminSetUserPasswordCommand,
  AdminUserGlobalSignOutCommand,
  CognitoIdentityProviderClient,
  InitiateAuthCommand,
  paginateListUserPools,
  paginateListUsers,
  UserNotFoundException,
  UsernameExistsException,
  type UserType,
} from '@aws-sdk/client-cognito-identity-provider';
import { userPoolClientId, userPoolId } from '../local/settings.ts';
import { CommandFailed } from './errors.ts';

/** An account of the user pool; `handle` is its `preferred_username`. */
export interface Account {
  handle: string;
  email: string;
  sub: string;
  /** Whether the owner has proven to read mail at this address. */
  email_verified: boolean;
  /** Cognito's `UserStatus`; `CONFIRMED` after a confirmed sign-up. */
  status: string;
}

/** A user pool and the client for it. */
export interface UserPool {
  client: CognitoIdentityProviderClient;
  id: string;
}

/** Timeout of a request: a pool that is frozen accepts it and never answers. */
export const PATIENCE_MS = 10_000;
const patient = (requestTimeout: number) => ({
  requestHandler: { connectionTimeout: 2_000, requestTimeout, throwOnRequestTimeout: true },
});

/** @param patienceMs the timeout of a request. */
export function localUserPool(
  { cognitoEndpoint, accessKeyId }: LocalUserPool,
  patienceMs = PATIENCE_MS,
): UserPool {
  const credentials = { accessKeyId, secretAccessKey: 'local' };
  const client = new CognitoIdentityProviderClient({
    ...{ endpoint: cognitoEndpoint, region: 'local', credentials },
    ...{ maxAttempts: 1, ...patient(patienceMs) },
  });
  return { client, id: userPoolId };
}

interface LocalUserPool {
  cognitoEndpoint: string;
  /** The access key for the pool's administrator actions. */
  accessKeyId: string;
}

/**
 * The user pool of a deployed stage.
 *
 * @throws CommandFailed if this account and region have none.
 */
export async function deployedUserPool(stage: string, region: string): Promise<UserPool> {
  const client = new CognitoIdentityProviderClient({ region, ...patient(PATIENCE_MS) });
  const name = `cruddur-${stage}`;
  for await (const { UserPools = [] } of paginateListUserPools({ client }, { MaxResults: 60 })) {
    const id = UserPools.find((pool) => pool.Name === name)?.Id;
    if (id) return { client, id };
  }
  throw new CommandFailed(`There is no user pool ${name} in this account and ${region}.`);
}

/** Lists all accounts, with pagination. */
export async function listAccounts({ client, id }: UserPool): Promise<Account[]> {
  const accounts: Account[] = [];
  for await (const { Users = [] } of paginateListUsers({ client }, { UserPoolId: id })) {
    accounts.push(...Users.map(toAccount));
  }
  return accounts;
}

export interface NewAccount {
  handle: string;
  email: string;
  display_name: string;
  password: string;
}

/**
 * Creates an account, confirmed and ready to sign in. No mail is sent.
 *
 * @returns whether it was created; false if the e-mail address already has an account, which stays unchanged.
 */
export async function createAccount({ client, id }: UserPool, account: NewAccount): Promise<boolean> {
  const whose = { UserPoolId: id, Username: account.email };
  const attributes = { email: account.email, preferred_username: account.handle, name: account.display_name };
  try {
    await client.send(
      new AdminCreateUserCommand({
        ...whose,
        MessageAction: 'SUPPRESS',
        UserAttributes: Object.entries({ ...attributes, email_verified: 'true' }).map(([Name, Value]) => ({
          Name,
          Value,
        })),
      }),
    );
  } catch (error) {
    if (error instanceof UsernameExistsException) return false;
    throw error;
  }
  await client.send(
    new AdminSetUserPasswordCommand({ ...whose, Password: account.password, Permanent: true }),
  );
  return true;
}

/** Deletes an account; a missing one is not an error. */
export async function deleteAccount({ client, id }: UserPool, email: string): Promise<void> {
  await ifThere(() => client.send(new AdminDeleteUserCommand({ UserPoolId: id, Username: email })));
}

/** The account can neither sign in nor renew tokens. @returns whether there is one. */
export const disableAccount = ({ client, id }: UserPool, sub: string): Promise<boolean> =>
  ifThere(() => client.send(new AdminDisableUserCommand({ UserPoolId: id, Username: sub })));

export const enableAccount = ({ client, id }: UserPool, sub: string): Promise<boolean> =>
  ifThere(() => client.send(new AdminEnableUserCommand({ UserPoolId: id, Username: sub })));

/** Ends every session of an account. @returns whether there is one. */
export const endSessions = ({ client, id }: UserPool, sub: string): Promise<boolean> =>
  ifThere(() => client.send(new AdminUserGlobalSignOutCommand({ UserPoolId: id, Username: sub })));

/** Cognito's `UserStatus` of an account, or `disabled`; undefined if there is no such account. */
export async function findAccountStatus({ client, id }: UserPool, sub: string): Promise<string | undefined> {
  let status: string | undefined;
  await ifThere(async () => {
    const account = await client.send(new AdminGetUserCommand({ UserPoolId: id, Username: sub }));
    status = account.Enabled === false ? 'disabled' : account.UserStatus;
  });
  return status;
}

/** @returns whether the account exists. */
async function ifThere(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    if (error instanceof UserNotFoundException) return false;
    throw error;
  }
}

/**
 * Signs in as the page does, with the page's app client unless another is named.
 *
 * @returns the access token.
 */
export async function signIn(
  { client }: UserPool,
  email: string,
  password: string,
  clientId = userPoolClientId,
): Promise<string> {
  const { AuthenticationResult } = await client.send(
    new InitiateAuthCommand({
      ClientId: clientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: email, PASSWORD: password },
    }),
  );
  if (!AuthenticationResult?.AccessToken)
    throw new CommandFailed('The user pool requires a new password for this account.');
  return AuthenticationResult.AccessToken;
}

function toAccount({ Attributes = [], UserStatus }: UserType): Account {
  const value = (name: string) => Attributes.find(({ Name }) => Name === name)?.Value ?? '';
  return {
    handle: value('preferred_username'),
    email: value('email'),
    sub: value('sub'),
    email_verified: value('email_verified') === 'true',
    status: UserStatus ?? 'without a status',
  };
}
