import { CognitoError, cognito, inLowerCase, renaming } from './cognito.ts';

export interface NewAccount {
  displayName: string;
  handle: string;
  email: string;
  password: string;
}

interface Awaiting {
  email: string;
  password: string;
}

let awaiting: Awaiting | undefined;

/** Creates an account; Cognito sends a code to the address. */
export async function signUp(account: NewAccount): Promise<void> {
  await cognito('SignUp', {
    Username: inLowerCase(account.email),
    Password: account.password,
    UserAttributes: [
      { Name: 'email', Value: inLowerCase(account.email) },
      { Name: 'name', Value: account.displayName },
      { Name: 'preferred_username', Value: account.handle },
    ],
    // The pool's trigger refuses for one reason: too many accounts were made.
  }).catch(renaming({ UserLambdaValidationException: 'TooManySignUps' }));
  awaitConfirmation(account.email, account.password);
}

/** Remembers the account that has to enter a code next, and whose password is known. */
export function awaitConfirmation(email: string, password: string): void {
  awaiting = { email, password };
}

/**
 * The account that awaits its code, so that confirming it can sign in. In memory only: a password is never
 * stored.
 */
export function accountAwaitingConfirmation(): Awaiting | undefined {
  return awaiting;
}

/** Confirms the account. Idempotent: a confirmed account stays confirmed. */
export async function confirmSignUp(email: string, code: string): Promise<void> {
  await cognito('ConfirmSignUp', { Username: inLowerCase(email), ConfirmationCode: code }).catch((error) => {
    if (!(error instanceof CognitoError) || error.code !== 'NotAuthorizedException') throw error;
  });
}

export async function resendCode(email: string): Promise<void> {
  await cognito('ResendConfirmationCode', { Username: inLowerCase(email) }).catch(
    renaming({ InvalidParameterException: 'AlreadyConfirmed' }),
  );
}
