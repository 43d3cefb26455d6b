import {
  type Authenticated,
  CognitoError,
  cognito,
  inLowerCase,
  renaming,
  saveTokens,
  type Tokens,
} from './cognito.ts';

/** Signs in with email and password; the session is stored for all tabs. */
export async function signIn(email: string, password: string): Promise<void> {
  saveTokens(await authenticate(email, password));
}

/** The tokens of a new session. */
export async function authenticate(email: string, password: string): Promise<Tokens> {
  const { AuthenticationResult, ChallengeName } = await cognito<Authenticated>('InitiateAuth', {
    AuthFlow: 'USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME: inLowerCase(email), PASSWORD: password },
  })
    .catch(renaming(refusals))
    .catch(tellLocked);
  if (!AuthenticationResult) throw new CognitoError(ChallengeName ?? 'Unknown', '');
  return AuthenticationResult;
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
