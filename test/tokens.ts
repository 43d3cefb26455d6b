import { createPrivateKey, createSign, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { testStores } from './stores.ts';

/** The id that cognito-local gives every key. */
const kid = 'CognitoLocal';

/** The key that cognito-local brings, which everybody can read in its package. */
const { pem: publishedKey } = createRequire(import.meta.url)(
  'cognito-local/lib/keys/cognitoLocal.private.json',
) as { pem: string };

/** A key that no user pool has. */
const strangeKey = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;

type Json = Record<string, unknown>;

/** The claims of a token, unchecked. */
export function claimsOf(token: string): Json {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
}

/** The same token with other claims, signed by the own key of the tests' user pool. */
export const resigned = (token: string, claims: Json) =>
  sign({ ...claimsOf(token), ...claims }, ownKey(), kid);

function ownKey(): KeyObject {
  readKey ??= createPrivateKey(readFileSync(testStores().signingKeyFile));
  return readKey;
}

let readKey: KeyObject | undefined;

/** The same claims, signed with the key that cognito-local brings. */
export const signedAsPublished = (token: string) => sign(claimsOf(token), publishedKey, kid);

/** The same claims under a signature of somebody else, who gives the pool's key id or one of their own. */
export const forged = (token: string, keyId = kid) => sign(claimsOf(token), strangeKey, keyId);

/** The same claims with `alg: none` and no signature. */
export function unsigned(token: string): string {
  return `${encode({ alg: 'none', typ: 'JWT', kid })}.${encode(claimsOf(token))}.`;
}

/** The same claims under a header that says more. */
export const withHeader = (token: string, header: Json) => sign(claimsOf(token), ownKey(), kid, header);

/** The same bytes, written in base64url with bits in its last character that stand for nothing. */
export function respelled(token: string): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  return token.slice(0, -1) + letters[letters.indexOf(token.at(-1) as string) ^ 1];
}

function sign(claims: Json, key: string | KeyObject, keyId: string, header: Json = {}): string {
  const content = `${encode({ alg: 'RS256', typ: 'JWT', kid: keyId, ...header })}.${encode(claims)}`;
  return `${content}.${createSign('RSA-SHA256').update(content).sign(key, 'base64url')}`;
}

const encode = (part: Json) => Buffer.from(JSON.stringify(part)).toString('base64url');
