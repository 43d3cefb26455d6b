import { type Authenticated, CognitoError, cognito, saveTokens } from './cognito.ts';

/** Signs in with email and password; the session is stored for all tabs. */
export async function signIn(email: string, password: string): Promise<void> {
  const { AuthenticationResult, ChallengeName } = await cognito<Authenticated>('InitiateAuth', {
    AuthFlow: 'USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME: email, PASSWORD: password },
  });
  if (!AuthenticationResult) throw new CognitoError(ChallengeName ?? 'Unknown', '');
  saveTokens(AuthenticationResult);
}
