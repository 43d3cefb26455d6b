import { callersEnvironment, moreOrigins } from '../environment.ts';
import { guardPorts } from './guard.ts';
import type { Head } from './refusal.ts';

/**
 * Preloaded into cognito-local. On AWS the calls of a page are public and those of an administrator are signed; here
 * the latter need the access key. The settings come from the environment, which others cannot read.
 */
const { CRUDDUR_PORT: port, CRUDDUR_LOCAL_KEY: accessKeyId, CRUDDUR_WEB_ORIGIN: origin } = callersEnvironment;

const ofPages =
  /\.(SignUp|ConfirmSignUp|ResendConfirmationCode|InitiateAuth|RespondToAuthChallenge|(Confirm)?ForgotPassword|ChangePassword|GetUser|DeleteUser|UpdateUserAttributes|DeleteUserAttributes|VerifyUserAttribute|GetUserAttributeVerificationCode|RevokeToken|GlobalSignOut)$/;

if (port && accessKeyId)
  guardPorts({
    [port]: {
      accessKeyId,
      needsKey: isOfAdministrators,
      ...(origin && { origins: [origin, ...moreOrigins()] }),
    },
  });

function isOfAdministrators({ method, url, headers }: Head): boolean {
  if (method === 'POST' && url === '/') return !ofPages.test(String(headers['x-amz-target'] ?? ''));
  // Health and public keys are read with GET; the other paths are hosted pages, which the deployed pool lacks.
  return method !== 'GET' && method !== 'OPTIONS';
}
