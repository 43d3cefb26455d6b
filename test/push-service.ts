import {
  createDecipheriv,
  createECDH,
  createPublicKey,
  hkdfSync,
  randomBytes,
  randomUUID,
  verify,
} from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as v from 'valibot';
import { type DeviceSubscription, PushedMessage } from '../shared/contract/push-subscriptions.ts';

/** How the push service answers for a device. */
export type Conduct = 'takes' | 'is gone' | 'refuses' | 'redirects' | 'hangs';

/** A browser that has subscribed, and what arrived for it. */
export interface TestDevice {
  device_uuid: string;
  subscription: DeviceSubscription;
  conduct: Conduct;
  arrived: { headers: IncomingHttpHeaders; message: PushedMessage; token: VapidToken }[];
  /** Requests, also those that were refused. */
  requests: number;
}

export interface VapidToken {
  header: { alg: string };
  claims: { aud: string; exp: number; sub: string };
  /** The public key that has signed it. */
  key: string;
}

/** What a browser with new keys sends for an endpoint. */
export function subscriptionOf(endpoint: string): DeviceSubscription {
  return newKeys(endpoint).subscription;
}

function newKeys(endpoint: string, show_text = false) {
  const pair = createECDH('prime256v1');
  const p256dh = pair.generateKeys('base64url');
  const auth = randomBytes(16);
  const keys = { p256dh, auth: auth.toString('base64url') };
  return { pair, auth, subscription: { endpoint, keys, show_text } };
}

/** A push service on this machine, with the browsers that have subscribed to it. */
export class PushService {
  readonly #server: Server = createServer((request, response) => {
    const device = this.#devices.get(request.url ?? '');
    void this.#answer(device, request).then(
      (status) => status && response.writeHead(status, elsewhere).end(),
    );
  });
  readonly #devices = new Map<string, TestDevice & { open(body: Buffer): PushedMessage }>();

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  subscribe({ show_text = false, conduct = 'takes' as Conduct } = {}): TestDevice {
    const path = `/push/${randomUUID()}`;
    const { pair, auth, subscription } = newKeys(`${this.origin}${path}`, show_text);
    const open = (body: Buffer) =>
      v.parse(v.strictObject(PushedMessage().entries), JSON.parse(decrypt(body, pair, auth).toString()));
    const device = { device_uuid: randomUUID(), subscription, conduct, arrived: [], requests: 0, open };
    this.#devices.set(path, device);
    return device;
  }

  async #answer(
    device: (TestDevice & { open(body: Buffer): PushedMessage }) | undefined,
    request: IncomingMessage,
  ) {
    if (!device) return 404;
    device.requests++;
    const { conduct } = device;
    if (conduct === 'hangs') return undefined;
    const body = Buffer.concat(await request.toArray());
    if (conduct !== 'takes') return { 'is gone': 410, refuses: 429, redirects: 307 }[conduct];
    const { headers } = request;
    device.arrived.push({ headers, message: device.open(body), token: readToken(headers.authorization) });
    return 201;
  }
}

/** Nothing listens there. */
const elsewhere = { location: 'http://127.0.0.1:9/' };

/** RFC 8291, section 3.4, and RFC 8188, for one record. */
function decrypt(body: Buffer, pair: ReturnType<typeof createECDH>, auth: Buffer): Buffer {
  const salt = body.subarray(0, 16);
  const keyLength = body.readUInt8(20);
  const senderKey = body.subarray(21, 21 + keyLength);
  const sealed = body.subarray(21 + keyLength);
  const derive = (secret: Buffer, salt: Buffer, info: Buffer, length: number) =>
    Buffer.from(hkdfSync('sha256', secret, salt, info, length));
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), pair.getPublicKey(), senderKey]);
  const secret = derive(pair.computeSecret(senderKey), auth, info, 32);
  const key = derive(secret, salt, Buffer.from('Content-Encoding: aes128gcm\0'), 16);
  const nonce = derive(secret, salt, Buffer.from('Content-Encoding: nonce\0'), 12);
  const cipher = createDecipheriv('aes-128-gcm', key, nonce);
  cipher.setAuthTag(sealed.subarray(-16));
  const padded = Buffer.concat([cipher.update(sealed.subarray(0, -16)), cipher.final()]);
  const end = padded.lastIndexOf(2);
  return padded.subarray(0, end);
}

/** @throws Error unless the token has the signature of the key that comes with it (RFC 8292). */
function readToken(authorization = ''): VapidToken {
  const [, token = '', key = ''] = /^vapid t=([^,]+), k=(\S+)$/.exec(authorization) ?? [];
  const [header = '', claims = '', signature = ''] = token.split('.');
  const point = Buffer.from(key, 'base64url');
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((half) => half.toString('base64url'));
  const jwk = { kty: 'EC', crv: 'P-256', x, y } as import('node:crypto').JsonWebKey;
  const isSigned = verify(
    'sha256',
    Buffer.from(`${header}.${claims}`),
    { key: createPublicKey({ format: 'jwk', key: jwk }), dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature, 'base64url'),
  );
  if (!isSigned) throw new Error('The token has another signature.');
  const [readHeader, readClaims] = [header, claims].map((part) =>
    JSON.parse(Buffer.from(part, 'base64url').toString()),
  );
  return { header: readHeader, claims: readClaims, key };
}
