import { type Authenticated, CognitoError, cognito, saveTokens } from './cognito.ts';

/** Signs in with email and password; the session is stored for all tabs. */
export async function signIn(email: string, password: string): Promise<void> {
  const { AuthenticationResult, ChallengeName } = await cognito<Authenticated>('InitiateAuth', {
    AuthFlow: 'USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME: email, PASSWORD: password },
  }).catch(rethrowRefusal);
  if (!AuthenticationResult) throw new CognitoError(ChallengeName ?? 'Unknown', '');
  saveTokens(AuthenticationResult);
}

/** Whether the address or the password was wrong is nobody's business; the local user pool tells them apart. */
function rethrowRefusal(error: unknown): never {
  const refusals = ['UserNotFoundException', 'InvalidPasswordException'];
  if (!(error instanceof CognitoError) || !refusals.includes(error.code)) throw error;
  throw new CognitoError('NotAuthorizedException', error.message);
}
