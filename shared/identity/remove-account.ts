import {
  AdminDeleteUserCommand,
  type CognitoIdentityProviderClient,
  UserNotFoundException,
} from '@aws-sdk/client-cognito-identity-provider';
import { issuerSettings } from '../config.ts';
import { StoreUnavailable } from '../errors.ts';
import { createUserPoolClient } from './user-pool-client.ts';

/** The last part of the issuer's address is the id of the user pool. */
const UserPoolId = new URL(issuerSettings().COGNITO_ISSUER).pathname.slice(1);

/** Made when somebody is removed: projections have this file too, and few of them remove anybody. */
let client: CognitoIdentityProviderClient | undefined;

/**
 * Deletes an account in the user pool: its address, its password, its sessions. Idempotent.
 *
 * @throws StoreUnavailable if the pool does not do it.
 */
export async function removeAccount(sub: string): Promise<undefined> {
  client ??= createUserPoolClient(1_400);
  try {
    await client.send(new AdminDeleteUserCommand({ UserPoolId, Username: sub }));
  } catch (cause) {
    if (!(cause instanceof UserNotFoundException)) throw new StoreUnavailable({ cause });
  }
}
