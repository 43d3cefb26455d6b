import { CognitoError, cognito, renaming } from './cognito.ts';

export interface NewAccount {
  displayName: string;
  handle: string;
  email: string;
  password: string;
}

let awaiting: NewAccount | undefined;

/** Asks Cognito for an account; it sends a code to the address. */
export async function signUp(account: NewAccount): Promise<void> {
  await cognito('SignUp', {
    Username: account.email,
    Password: account.password,
    UserAttributes: [
      { Name: 'email', Value: account.email },
      { Name: 'name', Value: account.displayName },
      { Name: 'preferred_username', Value: account.handle },
    ],
  });
  awaiting = account;
}

/**
 * The account that waits for its code, so that confirming signs in at once. It is in memory only: a
 * password is never stored.
 */
export function accountAwaitingConfirmation(): NewAccount | undefined {
  return awaiting;
}

/** Confirms the account; one that is confirmed already stays so. */
export async function confirmSignUp(email: string, code: string): Promise<void> {
  await cognito('ConfirmSignUp', { Username: email, ConfirmationCode: code }).catch((error) => {
    if (!(error instanceof CognitoError) || error.code !== 'NotAuthorizedException') throw error;
  });
}

export async function resendCode(email: string): Promise<void> {
  await cognito('ResendConfirmationCode', { Username: email }).catch(
    renaming({ InvalidParameterException: 'AlreadyConfirmed' }),
  );
}
