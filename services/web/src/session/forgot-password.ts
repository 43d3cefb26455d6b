import { cognito, inLowerCase, renaming } from './cognito.ts';
import { authenticate, signIn } from './sign-in.ts';

/** Sends a code for a password reset to the address. */
export async function forgotPassword(email: string): Promise<void> {
  await cognito('ForgotPassword', { Username: inLowerCase(email) }).catch(
    renaming({ InvalidParameterException: 'NotConfirmed', NotAuthorizedException: 'NotConfirmed' }),
  );
}

/**
 * Sets a new password with the code that was sent, ends every session of the account, and signs in:
 * anyone who knew the old password may have a session.
 */
export async function resetPassword(email: string, code: string, password: string): Promise<void> {
  const Username = inLowerCase(email);
  await cognito('ConfirmForgotPassword', { Username, ConfirmationCode: code, Password: password });
  const { AccessToken } = await authenticate(email, password);
  await cognito('GlobalSignOut', { AccessToken });
  await signIn(email, password);
}
