import { generateKeyPair } from 'node:crypto';
import { existsSync, linkSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

/**
 * The key with which the user pool of this folder signs; it is made when it is first needed. Whoever may read the file
 * may be anybody in this cloud.
 *
 * @returns the file: an RSA key in PEM, for its owner alone.
 */
export async function ensureSigningKey(dataDir: string): Promise<string> {
  const file = join(dataDir, 'signing-key.pem');
  if (!existsSync(file)) await createKey(file);
  return file;
}

/** A link, unlike a rename, leaves alone what another process has put there meanwhile. */
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
