import {
  CognitoIdentityProviderClient,
  GetUserCommand,
  NotAuthorizedException,
  UserNotFoundException,
} from '@aws-sdk/client-cognito-identity-provider';
import { userPoolSettings } from '../../shared/config.ts';
import { StoreUnavailable, Unauthenticated } from '../../shared/errors.ts';

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
 * The attributes of the account behind an access token, as the user pool has them.
 *
 * @throws Unauthenticated if the token was revoked, or its account deleted: its signature does not tell.
 * @throws StoreUnavailable if the user pool does not answer.
 */
export async function getAttributes(accessToken: string): Promise<Record<string, string | undefined>> {
  const { UserAttributes = [] } = await userPool
    .send(new GetUserCommand({ AccessToken: accessToken }))
    .catch((cause) => {
      throw isRefusal(cause) ? new Unauthenticated() : new StoreUnavailable(undefined, { cause });
    });
  return Object.fromEntries(UserAttributes.map(({ Name, Value }) => [Name, Value]));
}

const isRefusal = (error: unknown) =>
  error instanceof NotAuthorizedException || error instanceof UserNotFoundException;
