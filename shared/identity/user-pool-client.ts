import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { localKey, userPoolSettings } from '../config.ts';

/**
 * A client of the user pool for calls that a function's role signs.
 *
 * @param requestTimeout of each of two tries, in milliseconds.
 */
export function createUserPoolClient(requestTimeout: number): CognitoIdentityProviderClient {
  const { CRUDDUR_COGNITO_ENDPOINT: endpoint } = userPoolSettings();
  return new CognitoIdentityProviderClient({
    maxAttempts: 2,
    requestHandler: { connectionTimeout: 500, requestTimeout, throwOnRequestTimeout: true },
    ...(endpoint && {
      endpoint,
      region: 'local',
      credentials: { accessKeyId: localKey(), secretAccessKey: 'local' },
    }),
  });
}
