import {
  AdminDeleteUserCommand,
  AdminGetUserCommand,
  CognitoIdentityProviderClient,
  UserNotFoundException,
} from '@aws-sdk/client-cognito-identity-provider';
import { localKey, userPoolSettings } from '../../shared/config.ts';

const { CRUDDUR_COGNITO_ENDPOINT: endpoint } = userPoolSettings();

/** Timeouts in milliseconds: Cognito waits 5 s for a trigger. */
const client = new CognitoIdentityProviderClient({
  maxAttempts: 2,
  requestHandler: { connectionTimeout: 500, requestTimeout: 1_000, throwOnRequestTimeout: true },
  ...(endpoint && {
    endpoint,
    region: 'local',
    credentials: { accessKeyId: localKey(), secretAccessKey: 'local' },
  }),
});

/**
 * Deletes the account that has an address, if nobody has confirmed it. The pool compares addresses as it does at
 * sign-up, without regard to case. A confirmed account is never touched.
 */
export async function removeUnconfirmed(userPoolId: string, email: string): Promise<void> {
  const account = { UserPoolId: userPoolId, Username: email };
  try {
    const { UserStatus, Username } = await client.send(new AdminGetUserCommand(account));
    if (UserStatus === 'UNCONFIRMED') await client.send(new AdminDeleteUserCommand({ ...account, Username }));
  } catch (error) {
    if (!(error instanceof UserNotFoundException)) throw error;
  }
}
