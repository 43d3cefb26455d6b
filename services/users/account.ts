import {
  CognitoIdentityProviderClient,
  GetUserCommand,
  NotAuthorizedException,
  UserNotFoundException,
} from '@aws-sdk/client-cognito-identity-provider';
import { userPoolSettings } from '../../shared/config.ts';
import { StoreUnavailable, Unauthenticated } from '../../shared/errors.ts';
import type { NewUser } from '../../shared/postgres/users.ts';
import { toNewUser } from './new-user.ts';

const { CRUDDUR_COGNITO_ENDPOINT: endpoint } = userPoolSettings();

const userPool = new CognitoIdentityProviderClient({
  maxAttempts: 2,
  requestHandler: { connectionTimeout: 500, requestTimeout: 1_400, throwOnRequestTimeout: true },
  ...(endpoint && {
    endpoint,
    region: 'local',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  }),
});

/**
 * The account behind an access token, as the user pool has it.
 *
 * @throws Unauthenticated if the token was revoked, or its account deleted: its signature does not tell.
 * @throws StoreUnavailable if the user pool does not answer.
 */
export async function getAccount(accessToken: string): Promise<NewUser> {
  const { UserAttributes = [] } = await userPool
    .send(new GetUserCommand({ AccessToken: accessToken }))
    .catch((cause) => {
      throw isRefusal(cause) ? new Unauthenticated() : new StoreUnavailable(undefined, { cause });
    });
  return toNewUser(Object.fromEntries(UserAttributes.map(({ Name, Value }) => [Name, Value])));
}

const isRefusal = (error: unknown) =>
  error instanceof NotAuthorizedException || error instanceof UserNotFoundException;
