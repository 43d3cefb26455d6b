import {
  AdminDeleteUserCommand,
  AdminGetUserCommand,
  UserNotFoundException,
} from '@aws-sdk/client-cognito-identity-provider';
import { createUserPoolClient } from '../../shared/identity/user-pool-client.ts';

/** Cognito waits 5 s for a trigger. */
const client = createUserPoolClient(1_000);

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
