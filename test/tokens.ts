import { createPrivateKey, createSign, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { testStores } from './stores.ts';

/** The key id of every cognito-local key. */
const kid = 'CognitoLocal';

/** The key that cognito-local ships, public in its package. */
const { pem: publishedKey } = createRequire(import.meta.url)(
  'cognito-local/lib/keys/cognitoLocal.private.json',
) as { pem: string };

/** A key of no user pool. */
const strangeKey = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;

type Json = Record<string, unknown>;

/** The claims of a token, unchecked. */
export function claimsOf(token: string): Json {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
}

/** How long a token is valid, in seconds. */
export function lifetimeOf(token: string): number {
  const { exp, iat } = claimsOf(token);
  return Number(exp) - Number(iat);
}

/** The same token with other claims, signed with the key of the tests' user pool. */
export const resigned = (token: string, claims: Json) =>
  sign({ ...claimsOf(token), ...claims }, ownKey(), kid);

function ownKey(): KeyObject {
  readKey ??= createPrivateKey(readFileSync(testStores().signingKeyFile));
  return readKey;
}

let readKey: KeyObject | undefined;

/** The same claims, signed with the published key of cognito-local. */
export const signedAsPublished = (token: string) => sign(claimsOf(token), publishedKey, kid);

/** The same claims with a forged signature, under the pool's key id or another. */
export const forged = (token: string, keyId = kid) => sign(claimsOf(token), strangeKey, keyId);

/** The same claims with `alg: none` and no signature. */
export function unsigned(token: string): string {
  return `${encode({ alg: 'none', typ: 'JWT', kid })}.${encode(claimsOf(token))}.`;
}

/** The same claims with extra header fields. */
export const withHeader = (token: string, header: Json) => sign(claimsOf(token), ownKey(), kid, header);

/** The same bytes in non-canonical base64url: the unused bits of the last character are set. */
export function respelled(token: string): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  return token.slice(0, -1) + letters[letters.indexOf(token.at(-1) as string) ^ 1];
}

function sign(claims: Json, key: string | KeyObject, keyId: string, header: Json = {}): string {
  const content = `${encode({ alg: 'RS256', typ: 'JWT', kid: keyId, ...header })}.${encode(claims)}`;
  return `${content}.${createSign('RSA-SHA256').update(content).sign(key, 'base64url')}`;
}

const encode = (part: Json) => Buffer.from(JSON.stringify(part)).toString('base64url');
