import {
  AdminDeleteUserCommand,
  CognitoIdentityProviderClient,
  UserNotFoundException,
} from '@aws-sdk/client-cognito-identity-provider';
import { issuerSettings, localKey, userPoolSettings } from '../config.ts';
import { StoreUnavailable } from '../errors.ts';

const { CRUDDUR_COGNITO_ENDPOINT: endpoint } = userPoolSettings();

/** The last part of the issuer's address is the id of the user pool. */
const UserPoolId = new URL(issuerSettings().COGNITO_ISSUER).pathname.slice(1);

/** Timeouts in milliseconds. */
const client = new CognitoIdentityProviderClient({
  maxAttempts: 2,
  requestHandler: { connectionTimeout: 500, requestTimeout: 1_400, throwOnRequestTimeout: true },
  ...(endpoint && {
    endpoint,
    region: 'local',
    credentials: { accessKeyId: localKey(), secretAccessKey: 'local' },
  }),
});

/**
 * Deletes an account in the user pool: its address, its password, its sessions. Idempotent.
 *
 * @throws StoreUnavailable if the pool does not do it.
 */
export async function removeAccount(sub: string): Promise<undefined> {
  try {
    await client.send(new AdminDeleteUserCommand({ UserPoolId, Username: sub }));
  } catch (cause) {
    if (!(cause instanceof UserNotFoundException)) throw new StoreUnavailable({ cause });
  }
}
