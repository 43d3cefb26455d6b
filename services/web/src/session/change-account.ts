import { exclusively } from '../store/lock.ts';
import { accessToken } from './access-token.ts';
import { cognito, inLowerCase, renaming } from './cognito.ts';
import { endSession } from './session.ts';
import { signIn } from './sign-in.ts';

const wrongPassword = renaming({ NotAuthorizedException: 'WrongPassword' });
const takenEmail = renaming({ AliasExistsException: 'EmailTaken', UsernameExistsException: 'EmailTaken' });

/**
 * Changes the password and ends every other session of the account: anyone who knew the old password may have one. This
 * browser goes on in a new session.
 */
export async function changePassword(email: string, current: string, proposed: string): Promise<void> {
  const AccessToken = await accessToken();
  // A renewal meanwhile would be refused, and this browser signed out.
  await exclusively('cruddur.session', async () => {
    const passwords = { PreviousPassword: current, ProposedPassword: proposed };
    await cognito('ChangePassword', { AccessToken, ...passwords }).catch(wrongPassword);
    await cognito('GlobalSignOut', { AccessToken });
    await signIn(email, proposed);
  });
}

/** Asks for the password again: an unlocked device must not be enough. */
export const signInAgain = (email: string, password: string) => signIn(email, password).catch(wrongPassword);

/** Sends a code to a new address. */
export async function askForEmail(now: string, wanted: { email: string; password: string }): Promise<void> {
  await signInAgain(now, wanted.password);
  await cognito('UpdateUserAttributes', {
    AccessToken: await accessToken(),
    UserAttributes: [{ Name: 'email', Value: inLowerCase(wanted.email) }],
  }).catch(takenEmail);
}

/** Makes the new address the account's, with the code that was sent there. */
export async function confirmEmail(code: string): Promise<void> {
  const AccessToken = await accessToken();
  await cognito('VerifyUserAttribute', { AccessToken, AttributeName: 'email', Code: code }).catch(takenEmail);
}

/** Ends every session of the account, this one too. */
export async function signOutEverywhere(): Promise<void> {
  await cognito('GlobalSignOut', { AccessToken: await accessToken() });
  endSession();
}
