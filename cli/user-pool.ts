import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
  InitiateAuthCommand,
  paginateListUserPools,
  paginateListUsers,
  UsernameExistsException,
  type UserType,
} from '@aws-sdk/client-cognito-identity-provider';
import { userPoolClientId, userPoolId } from '../local/settings.ts';
import { CommandFailed } from './errors.ts';

/** An account as the user pool has it; `handle` is its `preferred_username`. */
export interface Account {
  handle: string;
  email: string;
  sub: string;
  /** Somebody has shown to read the mail of this address. */
  email_verified: boolean;
  /** `CONFIRMED` after the sign-up was; as `UserStatus` has it. */
  status: string;
}

/** Every account, over all pages. */
export async function listAccounts(stage?: string): Promise<Account[]> {
  const client = userPoolClient();
  const UserPoolId = stage ? await findUserPool(client, `cruddur-${stage}`) : userPoolId;
  const accounts: Account[] = [];
  for await (const { Users = [] } of paginateListUsers({ client }, { UserPoolId })) {
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
 * Creates an account in the local user pool, confirmed and ready to sign in.
 *
 * @returns whether it was created; false if the e-mail address has one, which stays as it is.
 */
export async function createLocalAccount(account: NewAccount): Promise<boolean> {
  const client = userPoolClient();
  const whose = { UserPoolId: userPoolId, Username: account.email };
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

/** Signs in to the local user pool. @returns the access token. */
export async function signIn(email: string, password: string): Promise<string> {
  const { AuthenticationResult } = await userPoolClient().send(
    new InitiateAuthCommand({
      ClientId: userPoolClientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: email, PASSWORD: password },
    }),
  );
  if (!AuthenticationResult?.AccessToken)
    throw new CommandFailed('The user pool wants a new password first.');
  return AuthenticationResult.AccessToken;
}

function userPoolClient(): CognitoIdentityProviderClient {
  const endpoint = process.env.CRUDDUR_COGNITO_ENDPOINT;
  if (!endpoint) return new CognitoIdentityProviderClient();
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  return new CognitoIdentityProviderClient({ endpoint, region: 'local', credentials, maxAttempts: 1 });
}

async function findUserPool(client: CognitoIdentityProviderClient, name: string): Promise<string> {
  for await (const { UserPools = [] } of paginateListUserPools({ client }, { MaxResults: 60 })) {
    const found = UserPools.find((pool) => pool.Name === name)?.Id;
    if (found) return found;
  }
  throw new CommandFailed(`There is no user pool ${name} in this account and region.`);
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
