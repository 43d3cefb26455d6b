import { createECDH, hkdfSync } from 'node:crypto';

/** A stage's key pair for web push (VAPID, RFC 8292), on the curve P-256. */
export interface StageKeys {
  /** The uncompressed point in base64url, as browsers and push services take it. */
  publicKey: string;
  /** 32 bytes. */
  privateKey: Buffer;
}

/** The order of P-256, and how many bytes a number has that is even over it: 64 bits more (FIPS 186-5, A.2.1). */
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const SEED_BYTES = 40;

/**
 * Derives the keys from a random secret, always the same ones. CloudFormation makes random secrets and no keys, so a stage
 * has its keys from its first deployment on, and no person or log ever sees them.
 */
export function stageKeys(secret: string): StageKeys {
  const seed = Buffer.from(hkdfSync('sha256', secret, '', 'cruddur web push', SEED_BYTES)).toString('hex');
  const number = (BigInt(`0x${seed}`) % (ORDER - 1n)) + 1n;
  const privateKey = Buffer.from(number.toString(16).padStart(64, '0'), 'hex');
  const pair = createECDH('prime256v1');
  pair.setPrivateKey(privateKey);
  return { publicKey: pair.getPublicKey('base64url'), privateKey };
}
