import { authorizationOf, type Door, type Head, refusal } from './refusal.ts';

const page = 'http://localhost:3000';
const key = 'local0123456789';

const ask = (headers: Head['headers'], door: Door = {}, method = 'POST') =>
  refusal({ method, url: '/', headers: { host: 'localhost:8010', ...headers } }, door);

test.each(['localhost', 'LOCALHOST:3000', '127.0.0.1:8010', '[::1]:8010'])(
  '%s names this machine',
  (host) => {
    expect(ask({ host })).toBeUndefined();
  },
);

test.each([
  undefined,
  '',
  'evil.example',
  'localhost.evil.example',
  'localhost:80@evil.example',
  '127.0.0.1.evil.example',
  '0.0.0.0:8010',
  'evil.example:8010, localhost',
])('%j does not name this machine', (host) => {
  expect(ask({ host })).toContain('Host');
});

test('only pages of the allowed origins may call', () => {
  const door = { origins: [page] };
  expect(ask({}, door)).toBeUndefined();
  expect(ask({ origin: page }, door)).toBeUndefined();
  for (const origin of ['https://evil.example', 'null', 'http://localhost:3001', 'http://localhost'])
    expect(ask({ origin }, door)).toContain('origin');
});

test('refuses images and scripts of other sites, allows links to a page', () => {
  const crossSite = { 'sec-fetch-site': 'cross-site' };
  const door = { origins: [page] };
  expect(ask({ ...crossSite, 'sec-fetch-mode': 'no-cors' }, door, 'GET')).toContain('other sites');
  expect(ask({ ...crossSite, 'sec-fetch-mode': 'navigate' }, door, 'POST')).toContain('other sites');
  expect(ask({ ...crossSite, 'sec-fetch-mode': 'navigate' }, door, 'GET')).toBeUndefined();
});

test('requires the access key where the door needs one', () => {
  const door = { accessKeyId: key };
  expect(ask({ authorization: authorizationOf(key) }, door)).toBeUndefined();
  expect(
    ask({ authorization: `AWS4-HMAC-SHA256 Credential=${key}/2026/local/dynamodb/aws4_request` }, door),
  ).toBe(undefined);
  for (const authorization of [undefined, '', authorizationOf('local'), `Credential=${key}`, key])
    expect(ask({ authorization }, door)).toContain('access key');
});

test('requires no key from exempt requests', () => {
  const door = { accessKeyId: key, needsKey: ({ url }: Head) => url !== '/' };
  expect(ask({}, door)).toBeUndefined();
});
