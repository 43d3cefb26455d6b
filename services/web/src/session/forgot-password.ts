import { cognito, renaming } from './cognito.ts';

/** Has a code sent to the address, with which the password can be replaced. */
export async function forgotPassword(email: string): Promise<void> {
  await cognito('ForgotPassword', { Username: email }).catch(
    renaming({ InvalidParameterException: 'NotConfirmed', NotAuthorizedException: 'NotConfirmed' }),
  );
}

export async function confirmForgotPassword(email: string, code: string, password: string): Promise<void> {
  await cognito('ConfirmForgotPassword', { Username: email, ConfirmationCode: code, Password: password });
}
