import { cognito } from './cognito.ts';
import { currentSession, endSession } from './session.ts';

/** Ends the session in every tab at once; revokes the refresh token as soon as Cognito can be reached. */
export function signOut(): void {
  const session = currentSession();
  endSession();
  if (session) cognito('RevokeToken', { Token: session.refreshToken }).catch(() => {});
}
