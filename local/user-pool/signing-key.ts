import { createPrivateKey, createPublicKey, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { callersEnvironment } from '../environment.ts';
import { changeAll, claimsOf, keyFiles, notAuthorized } from './emulator.ts';

/**
 * Makes the pool sign with the key of its folder: the built-in key of cognito-local is public, so anyone could sign
 * with it. Also verifies the signature of access tokens, which cognito-local does not.
 */
const pem = readFileSync(callersEnvironment.CRUDDUR_SIGNING_KEY ?? '', 'utf8');
const publicKey = createPublicKey(createPrivateKey(pem));
Object.assign(keyFiles.private, { pem });
Object.assign(keyFiles.public.jwk, publicKey.export({ format: 'jwk' }));

changeAll((original) => async (context, request) => {
  const token = request?.AccessToken;
  if (token !== undefined && !isSigned(token)) throw notAuthorized('Invalid Access Token');
  if (token !== undefined && claimsOf(token).exp * 1000 <= Date.now())
    throw notAuthorized('Access Token has expired');
  return original(context, request);
});

function isSigned(token: string): boolean {
  const [header = '', claims = '', signature = ''] = String(token).split('.');
  const signed = Buffer.from(`${header}.${claims}`);
  return verify('RSA-SHA256', signed, publicKey, Buffer.from(signature, 'base64url'));
}
