import { readFile } from 'node:fs/promises';
import { jest } from '@jest/globals';
import { parse } from 'yaml';
import { createPerson, type Person } from '../../test/accounts.ts';
import { call, context, toEvent } from '../../test/call.ts';
import { forged, resigned, respelled, signedAsPublished, unsigned, withHeader } from '../../test/tokens.ts';
import { getMe as getMeOperation, type Me, updateMe as updateMeOperation } from '../contract/users.ts';
import { RateLimited, StoreUnavailable } from '../errors.ts';
import { BODY_MAX_BYTES, serve } from './http.ts';

const me: Me = {
  uuid: '00000000-0000-4000-8000-000000000000',
  handle: 'bayko',
  display_name: 'B',
  email: 'b@b.test',
  who_may_write: 'everyone',
};

let bayko: Person;
let asked: string[] = [];

const getMe = serve(getMeOperation, async ({ sub }) => {
  asked.push(sub);
  return { body: me };
});
const updateMe = serve(updateMeOperation, async ({ body }) => ({
  body: { ...me, display_name: body.display_name ?? '' },
}));

beforeAll(async () => {
  bayko = await createPerson('bayko');
});
beforeEach(() => {
  asked = [];
});

describe('authentication', () => {
  test('a real access token names its user', async () => {
    expect((await call(getMe, 'getMe', { as: bayko })).status).toBe(200);
    expect(asked).toEqual([bayko.sub]);
  });

  test("a token re-signed with the pool's key is accepted, so the following are refused for their fault alone", async () => {
    expect((await call(getMe, 'getMe', { as: { token: resigned(bayko.token, {}) } })).status).toBe(200);
  });

  test('an expired token is refused, also by a container that has accepted it', async () => {
    const token = resigned(bayko.token, { exp: Math.floor(Date.now() / 1000) + 60 });
    const status = async () => (await call(getMe, 'getMe', { as: { token } })).status;
    expect(await status()).toBe(200);
    const later = Date.now() + 61_000;
    const clock = jest.spyOn(Date, 'now').mockReturnValue(later);
    expect(await status()).toBe(401);
    clock.mockRestore();
    expect(await status()).toBe(200);
  });

  const { COGNITO_ISSUER: issuer = '' } = process.env;
  test.each<[string, (person: Person) => string | undefined]>([
    ['missing', () => undefined],
    ['empty', () => 'Bearer '],
    ['of another scheme', ({ token }) => `Basic ${token}`],
    ['without a scheme', ({ token }) => token],
    ['malformed', () => 'Bearer not.a.token'],
    ['of two dots', () => 'Bearer ..'],
    ['cut short', ({ token }) => `Bearer ${token.slice(0, -5)}`],
    ['expired', ({ token }) => `Bearer ${resigned(token, { exp: Math.floor(Date.now() / 1000) - 1 })}`],
    ['of another client', ({ token }) => `Bearer ${resigned(token, { client_id: 'another' })}`],
    ['of another issuer', ({ token }) => `Bearer ${resigned(token, { iss: `${issuer}x` })}`],
    ['an ID token', ({ idToken }) => `Bearer ${idToken}`],
    ['of another use', ({ token }) => `Bearer ${resigned(token, { token_use: 'refresh' })}`],
    ['without a sub', ({ token }) => `Bearer ${resigned(token, { sub: undefined })}`],
    ['unsigned', ({ token }) => `Bearer ${unsigned(token)}`],
    ['without an end', ({ token }) => `Bearer ${resigned(token, { exp: undefined })}`],
    ['without a beginning', ({ token }) => `Bearer ${resigned(token, { iat: undefined })}`],
    [
      'from the future',
      ({ token }) => `Bearer ${resigned(token, { iat: Math.floor(Date.now() / 1000) + 120 })}`,
    ],
    ['of a sub that no pool gives', ({ token }) => `Bearer ${resigned(token, { sub: 'a\u0000b' })}`],
    [
      'one whose header asks for more',
      ({ token }) => `Bearer ${withHeader(token, { crit: ['exp'], exp: 0 })}`,
    ],
    ['spelled in another way', ({ token }) => `Bearer ${respelled(token)}`],
    ['padded', ({ token }) => `Bearer ${token}==`],
    ["signed by another key under the pool's key id", ({ token }) => `Bearer ${forged(token)}`],
    ['signed by the key that cognito-local publishes', ({ token }) => `Bearer ${signedAsPublished(token)}`],
    ['signed by another key under its own key id', ({ token }) => `Bearer ${forged(token, 'strange')}`],
  ])('a token that is %s is refused', async (_, authorization) => {
    const header = authorization(bayko);
    const answer = await call(getMe, 'getMe', {
      headers: header === undefined ? {} : { authorization: header },
    });
    expect(answer).toMatchObject({
      status: 401,
      body: { title: 'Unauthorized', detail: 'A valid access token is needed.', errors: ['unauthenticated'] },
    });
    expect(answer.headers['www-authenticate']).toBe('Bearer');
    expect(asked).toEqual([]);
  });

  test('a good token is still accepted after tokens with unknown key ids', async () => {
    await call(getMe, 'getMe', { headers: { authorization: `Bearer ${forged(bayko.token, 'strange')}` } });
    expect((await call(getMe, 'getMe', { as: bayko })).status).toBe(200);
  });

  test('is checked before the input', async () => {
    expect((await call(updateMe, 'updateMe', { body: '{' })).status).toBe(401);
  });
});

describe('input validation', () => {
  const put = (body: unknown, headers: Record<string, string> = {}) =>
    call(updateMe, 'updateMe', { as: bayko, body, headers });
  const padded = (bytes: number) => {
    const body = JSON.stringify({ display_name: 'B', padding: '' });
    return JSON.stringify({ display_name: 'B', padding: 'x'.repeat(bytes - body.length) });
  };

  test('a body of 64 KiB is accepted, one more byte is refused', async () => {
    expect((await put(padded(BODY_MAX_BYTES))).status).toBe(200);
    expect(await put(padded(BODY_MAX_BYTES + 1))).toMatchObject({ status: 413, errors: ['body_too_large'] });
  });

  test('the limit counts bytes, not characters', async () => {
    const body = JSON.stringify({ display_name: 'B', padding: '😀'.repeat(BODY_MAX_BYTES / 4) });
    expect((await put(body)).status).toBe(413);
  });

  test('a base64 body is decoded, and the limit applies to the decoded size', async () => {
    const event = (text: string) => ({
      ...toEvent('updateMe', { as: bayko }),
      headers: { authorization: `Bearer ${bayko.token}`, 'content-type': 'application/json' },
      body: Buffer.from(text).toString('base64'),
      isBase64Encoded: true,
    });
    expect((await updateMe(event(padded(BODY_MAX_BYTES)), context())).statusCode).toBe(200);
    expect((await updateMe(event(padded(BODY_MAX_BYTES + 1)), context())).statusCode).toBe(413);
  });

  test.each([undefined, null])(
    'a body that is %s, as gateways pass an empty one, is malformed JSON',
    async (body) => {
      const event = { ...toEvent('updateMe', { as: bayko, body: '' }), body } as never;
      const answer = await updateMe(event, context());
      expect(answer.statusCode).toBe(400);
      expect(JSON.parse(answer.body ?? '')).toMatchObject({ errors: ['malformed_json'] });
    },
  );

  test('a base64 body that is not UTF-8 is refused', async () => {
    const bytes = Buffer.concat([Buffer.from('{"display_name":"B'), Buffer.of(0xff), Buffer.from('"}')]);
    const sent = toEvent('updateMe', { as: bayko, body: bytes.toString('base64') });
    const answer = await updateMe({ ...sent, isBase64Encoded: true }, context());
    expect(answer.statusCode).toBe(400);
    expect(JSON.parse(answer.body ?? '')).toMatchObject({ errors: ['malformed_json'] });
  });

  test('a Latin-1 body is refused, also if the gateway decoded it as text', async () => {
    const sent = Buffer.from('{"display_name":"Zo\u00eb"}', 'latin1');
    const headers = { 'content-length': String(sent.length) };
    expect(await put(sent.toString('utf8'), headers)).toMatchObject({
      status: 400,
      errors: ['malformed_json'],
    });
    const declared = { 'content-type': 'application/json; charset=iso-8859-1' };
    expect(await put(sent.toString('utf8'), declared)).toMatchObject({ status: 415, errors: ['not_json'] });
  });

  test('a replacement character (U+FFFD) sent on purpose is accepted', async () => {
    const sent = '{"display_name":"a\ufffd"}';
    const headers = { 'content-length': String(Buffer.byteLength(sent)) };
    expect(await put(sent, headers)).toMatchObject({ status: 200, body: { display_name: 'a\ufffd' } });
  });

  test.each([
    ['{"display_name":', 'malformed_json', 400],
    ['', 'malformed_json', 400],
    ['\u0000', 'malformed_json', 400],
    ['\ufeff{"display_name":"B"}', 'malformed_json', 400],
    ['[]', 'body_invalid', 422],
    ['7', 'body_invalid', 422],
  ])('the body %j is %s', async (body, code, status) => {
    expect(await put(body)).toMatchObject({ status, errors: [code] });
  });

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'application/jsonp', ''])(
    'content of type %j is refused',
    async (type) => {
      expect(await put('{}', { 'content-type': type })).toMatchObject({ status: 415, errors: ['not_json'] });
    },
  );

  test.each([
    'application/json; charset=utf-8',
    'application/json;charset="UTF-8"',
    'application/merge-patch+json',
  ])('content of type %j is JSON', async (type) => {
    expect((await put('{"display_name":"B"}', { 'content-type': type })).status).toBe(200);
  });

  test('unknown fields are ignored, all faults are reported', async () => {
    expect((await put({ display_name: 'B', colour: 'blue' })).status).toBe(200);
    expect((await put({ display_name: 5 })).errors).toEqual(['display_name_invalid']);
  });
});

describe('responses', () => {
  const answering = (error: unknown) =>
    call(
      serve(getMeOperation, async () => {
        throw error;
      }),
      'getMe',
      { as: bayko },
    );

  test('an unexpected error is a 500 without details', async () => {
    const answer = await answering(new Error('the secret is 42'));
    expect(answer).toMatchObject({ status: 500, errors: ['internal_error'] });
    expect(JSON.stringify(answer)).not.toContain('the secret');
  });

  test('retryable errors carry Retry-After', async () => {
    expect(await answering(new RateLimited())).toMatchObject({
      status: 429,
      errors: ['rate_limited'],
      headers: { 'retry-after': '1' },
    });
    const unavailable = await answering(new StoreUnavailable({ cause: new Error('the secret is 42') }));
    expect(unavailable).toMatchObject({
      status: 503,
      errors: ['store_unavailable'],
      headers: { 'retry-after': '1' },
    });
    expect(JSON.stringify(unavailable)).not.toContain('the secret');
  });

  test('a problem document has the same request id as the header', async () => {
    const answer = await answering(new RateLimited());
    expect(answer.headers['content-type']).toBe('application/problem+json');
    expect(answer.body).toMatchObject({ request_id: answer.headers['x-request-id'] });
  });

  test('work that hangs is answered 503 before the function times out', async () => {
    const never = serve(getMeOperation, () => new Promise(() => {}));
    const event = toEvent('getMe', { as: bayko });
    const answer = await never(event, { awsRequestId: 'id', getRemainingTimeInMillis: () => 1_050 } as never);
    expect(answer.statusCode).toBe(503);
  });

  test('CORS exposes the headers that the client reads, as the gateway does', async () => {
    const { headers } = await call(getMe, 'getMe', { as: bayko });
    const exposed = headers['access-control-expose-headers']?.toLowerCase().split(', ');
    const provider = parse(await readFile(new URL('../../services/provider.yml', import.meta.url), 'utf8'));
    expect(exposed).toEqual(provider.cors.exposedResponseHeaders);
    const exchange = await readFile(new URL('../../client/exchange.ts', import.meta.url), 'utf8');
    const read = [...exchange.matchAll(/headers\.get\('([^']+)'\)/g)].map(([, name]) => name);
    expect(read).toContain('date');
    // https://fetch.spec.whatwg.org/#cors-safelisted-response-header-name
    const alwaysExposed = ['content-type'];
    expect(exposed).toEqual(
      expect.arrayContaining(read.filter((name) => !alwaysExposed.includes(`${name}`))),
    );
  });

  test("CORS allows the web application's origin only", async () => {
    const { headers } = await call(getMe, 'getMe', {
      as: bayko,
      headers: { origin: 'https://elsewhere.example' },
    });
    expect(headers).toMatchObject({ 'access-control-allow-origin': 'http://localhost:3000', vary: 'Origin' });
  });
});
