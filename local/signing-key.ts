import { generateKeyPair } from 'node:crypto';
import { existsSync, linkSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

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

/** Creates the file with a link, which unlike a rename never overwrites the file of a concurrent process. */
async function createKey(file: string): Promise<void> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const whole = `${file}.${process.pid}`;
  writeFileSync(whole, privateKey, { mode: 0o600 });
  try {
    linkSync(whole, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(whole);
  }
}
