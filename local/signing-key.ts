import { generateKeyPair } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createFile } from './create-file.ts';

/**
 * The signing key of this folder's user pool, created on first use. Read access to the file allows impersonating any
 * user of this cloud.
 *
 * @returns the file: an RSA key in PEM, for its owner alone.
 */
export async function ensureSigningKey(dataDir: string): Promise<string> {
  const file = join(dataDir, 'signing-key.pem');
  if (!existsSync(file)) await createKey(file);
  return file;
}

async function createKey(file: string): Promise<void> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  createFile(file, privateKey);
}
