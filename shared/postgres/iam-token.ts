import { createHash, createHmac } from 'node:crypto';
import type { Credentials } from '../config.ts';

const EXPIRES_S = 900;

/**
 * The password of one connection to RDS with IAM authentication: a presigned `connect` request (Signature
 * Version 4), which RDS accepts for 15 minutes. Written here because the SDK's signer brings the credential provider
 * chain along, 280 KB; a test compares the two.
 *
 * @param at the database and the user, `port` as RDS listens.
 */
export function iamToken(
  at: { hostname: string; port: number; username: string },
  { region, accessKeyId, secretAccessKey, sessionToken }: Credentials,
  now = new Date(),
): string {
  const time = now.toISOString().replace(/[:-]|\.\d{3}/g, '');
  const scope = `${time.slice(0, 8)}/${region}/rds-db/aws4_request`;
  const query = canonicalQuery({
    Action: 'connect',
    DBUser: at.username,
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Credential': `${accessKeyId}/${scope}`,
    'X-Amz-Date': time,
    'X-Amz-Expires': String(EXPIRES_S),
    ...(sessionToken && { 'X-Amz-Security-Token': sessionToken }),
    'X-Amz-SignedHeaders': 'host',
  });
  const host = `${at.hostname}:${at.port}`;
  const request = ['GET', '/', query, `host:${host}\n`, 'host', sha256('')].join('\n');
  const toSign = ['AWS4-HMAC-SHA256', time, scope, sha256(request)].join('\n');
  const key = scope.split('/').reduce<string | Buffer>(hmac, `AWS4${secretAccessKey}`);
  return `${host}/?${query}&X-Amz-Signature=${hmac(key, toSign).toString('hex')}`;
}

function canonicalQuery(parameters: Record<string, string>): string {
  return Object.entries(parameters)
    .map(([name, value]) => `${name}=${percent(value)}`)
    .join('&');
}

/** RFC 3986, which also escapes what `encodeURIComponent` leaves. */
const percent = (value: string) =>
  encodeURIComponent(value).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();
