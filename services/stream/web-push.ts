import { createECDH, createPrivateKey, type KeyObject, sign } from 'node:crypto';
import * as http from 'node:http';
import * as https from 'node:https';
import ece from 'http_ece';
import { BoundedMap } from '../../shared/bounded-map.ts';
import type { StoredSubscription } from '../../shared/dynamo/push-subscriptions.ts';
import { type StageKeys, stageKeys } from '../../shared/push/stage-keys.ts';

/** A push service keeps a notification this long for a device that is off. */
const TTL_S = 24 * 60 * 60;

/** RFC 8292 allows a day. A token is used for half of its time, so that it outlives a slow clock. */
const TOKEN_S = 12 * 60 * 60;
const MAX_TOKENS = 100;

/** Few at once, whatever their hosts: others wait for a free connection. Lambda freezes idle ones, so none is kept. */
const MAX_CONNECTIONS = 20;
const agents = {
  'http:': new http.Agent({ maxTotalSockets: MAX_CONNECTIONS }),
  'https:': new https.Agent({ maxTotalSockets: MAX_CONNECTIONS }),
};

/** A push service did not take a notification. */
export class PushRefused extends Error {
  override name = 'PushRefused';
  readonly code: string;

  constructor(status: number) {
    super('The push service refuses.');
    this.code = `HTTP_${status}`;
  }
}

/** The time was over, and the push service had not answered. */
export class PushUnanswered extends Error {
  override name = 'PushUnanswered';

  constructor(cause: unknown) {
    super('The push service does not answer.', { cause });
  }
}

export type Device = Pick<StoredSubscription, 'p256dh' | 'auth'>;

/** Sends with the keys of a stage, which is found at `contact`. */
export class WebPush {
  readonly #keys: StageKeys;
  readonly #signingKey: KeyObject;
  readonly #contact: string;
  readonly #tokens = new BoundedMap<string, { token: string; until: number }>(MAX_TOKENS);

  constructor(secret: string, contact: string) {
    this.#keys = stageKeys(secret);
    this.#signingKey = toSigningKey(this.#keys);
    this.#contact = contact;
  }

  /**
   * Sends a notification to a device, encrypted for it alone (RFC 8291).
   *
   * @param topic at most 32 characters: a later notification of the topic replaces one that still waits.
   * @returns `gone` if the subscription has ended.
   * @throws PushRefused for any other refusal, PushUnanswered, an AbortError if it was not its turn in time, or the
   *   failure of the connection.
   */
  async send(
    url: URL,
    device: Device,
    { content, topic, signal }: { content: object; topic: string; signal: AbortSignal },
  ): Promise<'sent' | 'gone'> {
    const body = encrypt(device, Buffer.from(JSON.stringify(content)));
    const headers = {
      authorization: `vapid t=${this.#tokenFor(url.origin)}, k=${this.#keys.publicKey}`,
      'content-encoding': 'aes128gcm',
      'content-type': 'application/octet-stream',
      'content-length': body.length,
      ttl: TTL_S,
      topic,
      // As RFC 8030 has it for chats: a phone that saves its battery gets it later.
      urgency: 'normal',
    };
    const status = await post(url, { headers, body, signal });
    if (status === 404 || status === 410) return 'gone';
    if (status < 200 || status > 299) throw new PushRefused(status);
    return 'sent';
  }

  /** A token for the push services of one origin (RFC 8292). */
  #tokenFor(origin: string): string {
    const now = Math.floor(Date.now() / 1000);
    const known = this.#tokens.get(origin);
    if (known && known.until > now) return known.token;
    const claims = { aud: origin, exp: now + TOKEN_S, sub: this.#contact };
    const text = [{ typ: 'JWT', alg: 'ES256' }, claims].map(toBase64url).join('.');
    const signature = sign('sha256', Buffer.from(text), {
      key: this.#signingKey,
      dsaEncoding: 'ieee-p1363',
    });
    const token = `${text}.${signature.toString('base64url')}`;
    this.#tokens.set(origin, { token, until: now + TOKEN_S / 2 });
    return token;
  }
}

const toBase64url = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

function toSigningKey({ publicKey, privateKey }: StageKeys): KeyObject {
  const point = Buffer.from(publicKey, 'base64url');
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((half) => half.toString('base64url'));
  const key = { kty: 'EC', crv: 'P-256', x, y, d: privateKey.toString('base64url') };
  return createPrivateKey({ format: 'jwk', key: key as import('node:crypto').JsonWebKey });
}

/** @throws Error if the device's key is no point of the curve. */
function encrypt({ p256dh, auth }: Device, content: Buffer): Buffer {
  const pair = createECDH('prime256v1');
  pair.generateKeys();
  return ece.encrypt(content, { version: 'aes128gcm', privateKey: pair, dh: p256dh, authSecret: auth });
}

/** @returns the status. Follows no redirect, and reads no body. */
function post(
  url: URL,
  { headers, body, signal }: { headers: http.OutgoingHttpHeaders; body: Buffer; signal: AbortSignal },
): Promise<number> {
  const { request } = url.protocol === 'http:' ? http : https;
  const agent = agents[url.protocol as keyof typeof agents];
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', agent, headers, signal });
    // Without a socket the request has waited for others.
    sent.once('error', (error) => reject(signal.aborted && sent.socket ? new PushUnanswered(error) : error));
    sent.once('response', (response) => {
      resolve(response.statusCode ?? 0);
      response.destroy();
    });
    sent.end(body);
  });
}
