import { jest } from '@jest/globals';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { context } from '../../test/call.ts';

process.env.CRUDDUR_WEB_ORIGIN = 'https://cruddur.example,https://app.example';
process.env.CRUDDUR_FRONT_KEY = 'new-key,old-key,';
process.env.CRUDDUR_LOG = 'on';
const { handler } = await import('../../services/users/check-users-health.ts');

afterEach(() => jest.restoreAllMocks());

/** @returns the answer, and how many lines it wrote into the log. */
async function ask(headers: Record<string, string>) {
  const log = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  const event = { headers, rawPath: '/api/health/users' };
  const answer = await handler(event as unknown as APIGatewayProxyEventV2, context());
  return { answer, lines: log.mock.calls.length };
}

test.each([
  ['the page itself', 'https://cruddur.example', 'https://cruddur.example'],
  ['a page that the stage allows', 'https://app.example', 'https://app.example'],
  ['any other page', 'https://evil.example', 'https://cruddur.example'],
  ['a program', undefined, 'https://cruddur.example'],
])('%s is answered for an origin that is allowed', async (_, origin, allowed) => {
  const { answer } = await ask({ 'cruddur-front-key': 'old-key', ...(origin && { origin }) });
  expect(answer.headers).toMatchObject({ 'access-control-allow-origin': allowed, vary: 'Origin' });
});

test.each([
  ['with the new key', 'new-key'],
  ['with the old key, while a new one takes its place', 'old-key'],
  ['with both keys', 'another-key,new-key'],
])('a request that came through CloudFront is answered, %s', async (_, key) => {
  const { answer, lines } = await ask({ 'cruddur-front-key': key });
  expect(answer.headers).toHaveProperty('x-request-id');
  expect(lines).toBeGreaterThan(0);
});

test.each<[string, Record<string, string>]>([
  ['without a key', {}],
  ['with an empty key', { 'cruddur-front-key': '' }],
  ['with the beginning of a key', { 'cruddur-front-key': 'new' }],
  ['with the word of the local cloud', { 'cruddur-front-key': 'open' }],
  ['with a key in capitals', { 'cruddur-front-key': 'NEW-KEY' }],
])('a request that goes around CloudFront is refused and not logged, %s', async (_, headers) => {
  const { answer, lines } = await ask(headers);
  expect(answer).toEqual({ statusCode: 403, headers: { 'cache-control': 'no-store' } });
  expect(lines).toBe(0);
});
