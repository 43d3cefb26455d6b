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

/** Prevents user enumeration: the local user pool tells an unknown address from a wrong password. */
const refusals = {
  UserNotFoundException: 'NotAuthorizedException',
  InvalidPasswordException: 'NotAuthorizedException',
};

/** A lockout after wrong passwords refuses the right one too; only the error text tells it apart. */
function tellLocked(error: unknown): never {
  const isLocked = error instanceof CognitoError && /attempts exceeded/i.test(error.message);
  throw isLocked ? new CognitoError('TooManyFailedAttemptsException', error.message) : error;
}
