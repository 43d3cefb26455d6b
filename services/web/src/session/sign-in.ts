import { type Authenticated, CognitoError, cognito, renaming, saveTokens } from './cognito.ts';

/** Signs in with email and password; the session is stored for all tabs. */
export async function signIn(email: string, password: string): Promise<void> {
  const { AuthenticationResult, ChallengeName } = await cognito<Authenticated>('InitiateAuth', {
    AuthFlow: 'USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME: email, PASSWORD: password },
  })
    .catch(renaming(refusals))
    .catch(tellLocked);
  if (!AuthenticationResult) throw new CognitoError(ChallengeName ?? 'Unknown', '');
  saveTokens(AuthenticationResult);
}

/** Whether the address or the password was wrong is nobody's business; the local user pool tells them apart. */
const refusals = {
  UserNotFoundException: 'NotAuthorizedException',
  InvalidPasswordException: 'NotAuthorizedException',
};

/** After some wrong passwords the right one is refused too, for a while: only the text tells. */
function tellLocked(error: unknown): never {
  const isLocked = error instanceof CognitoError && /attempts exceeded/i.test(error.message);
  throw isLocked ? new CognitoError('TooManyFailedAttemptsException', error.message) : error;
}
