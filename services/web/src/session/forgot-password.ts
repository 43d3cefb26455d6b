import { cognito, inLowerCase, renaming } from './cognito.ts';
import { authenticate, signIn } from './sign-in.ts';

/** Has a code sent to the address, with which the password can be replaced. */
export async function forgotPassword(email: string): Promise<void> {
  await cognito('ForgotPassword', { Username: inLowerCase(email) }).catch(
    renaming({ InvalidParameterException: 'NotConfirmed', NotAuthorizedException: 'NotConfirmed' }),
  );
}

/**
 * Sets a new password with the code that was sent, ends every session of the account, and signs in: whoever knew the
 * old password may have a session.
 */
export async function resetPassword(email: string, code: string, password: string): Promise<void> {
  const Username = inLowerCase(email);
  await cognito('ConfirmForgotPassword', { Username, ConfirmationCode: code, Password: password });
  const { AccessToken } = await authenticate(email, password);
  await cognito('GlobalSignOut', { AccessToken });
  await signIn(email, password);
}
