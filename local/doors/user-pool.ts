import { callersEnvironment } from '../environment.ts';
import { guardPorts } from './guard.ts';
import type { Head } from './refusal.ts';

/**
 * Loaded into cognito-local before it starts. On AWS everybody may call what a page calls; what an administrator calls
 * is signed, and here it has to show the access key. What is told stands in the environment, which others cannot read.
 */
const { CRUDDUR_PORT: port, CRUDDUR_LOCAL_KEY: accessKeyId, CRUDDUR_WEB_ORIGIN: origin } = callersEnvironment;

const ofPages =
  /\.(SignUp|ConfirmSignUp|ResendConfirmationCode|InitiateAuth|RespondToAuthChallenge|(Confirm)?ForgotPassword|ChangePassword|GetUser|DeleteUser|UpdateUserAttributes|DeleteUserAttributes|VerifyUserAttribute|GetUserAttributeVerificationCode|RevokeToken|GlobalSignOut)$/;

if (port && accessKeyId)
  guardPorts({ [port]: { accessKeyId, needsKey: isOfAdministrators, ...(origin && { origins: [origin] }) } });

function isOfAdministrators({ method, url, headers }: Head): boolean {
  if (method === 'POST' && url === '/') return !ofPages.test(String(headers['x-amz-target'] ?? ''));
  // The health and the public keys are read; the rest is of hosted pages, which the deployed pool does not have.
  return method !== 'GET' && method !== 'OPTIONS';
}
