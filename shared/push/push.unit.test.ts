import { createECDH, createPrivateKey } from 'node:crypto';

process.env.CRUDDUR_PUSH_SERVICES = 'loopback, push.example,*.push.example,';
const { pushServiceUrl } = await import('./push-services.ts');
const { stageKeys } = await import('./stage-keys.ts');

test.each([
  'https://push.example/send/abc?x=1',
  'https://PUSH.example:443/',
  'https://eu.west.push.example/abc',
  'http://127.0.0.1:4999/abc',
])('a function may call the push service %s', (endpoint) => {
  expect(pushServiceUrl(endpoint)?.href).toBe(new URL(endpoint).href);
});

test.each([
  ['plain HTTP', 'http://push.example/'],
  ['another port', 'https://push.example:8443/'],
  ['another host', 'https://example/'],
  ['a host that ends alike', 'https://evilpush.example/'],
  ['a host that begins alike', 'https://push.example.evil/'],
  ['a name in front of another host', 'https://push.example@evil.test/'],
  ['a password', 'https://user:word@push.example/'],
  ['a trailing dot', 'https://push.example./'],
  ['loopback by TLS', 'https://127.0.0.1/'],
  ['another name of loopback', 'http://localhost:4999/'],
  ['another loopback address', 'http://127.0.0.2:4999/'],
  ['IPv6 loopback', 'http://[::1]:4999/'],
  ['a private address', 'https://10.0.0.1/'],
  ['a link-local address', 'http://169.254.169.254/latest/meta-data'],
  ['no URL', 'push.example'],
  ['another scheme', 'file:///etc/passwd'],
  ['nothing', ''],
])('a function never calls %s', (_, endpoint) => {
  expect(pushServiceUrl(endpoint)).toBeUndefined();
});

test('a secret gives the same key pair always, and another secret another one', () => {
  const { publicKey, privateKey } = stageKeys('secret');
  expect(stageKeys('secret')).toEqual({ publicKey, privateKey });
  expect(stageKeys('Secret').publicKey).not.toBe(publicKey);
  const pair = createECDH('prime256v1');
  pair.setPrivateKey(privateKey);
  expect(pair.getPublicKey('base64url')).toBe(publicKey);
  const [x, y] = [1, 33].map((from) =>
    Buffer.from(publicKey, 'base64url')
      .subarray(from, from + 32)
      .toString('base64url'),
  );
  const jwk = { kty: 'EC', crv: 'P-256', x, y, d: privateKey.toString('base64url') };
  expect(() =>
    createPrivateKey({ format: 'jwk', key: jwk as import('node:crypto').JsonWebKey }),
  ).not.toThrow();
});
