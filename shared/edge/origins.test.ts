import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { context } from '../../test/call.ts';

process.env.CRUDDUR_WEB_ORIGIN = 'https://cruddur.example,https://app.example';
const { handler } = await import('../../services/users/check-users-health.ts');

test.each([
  ['the page itself', 'https://cruddur.example', 'https://cruddur.example'],
  ['a page that the stage allows', 'https://app.example', 'https://app.example'],
  ['any other page', 'https://evil.example', 'https://cruddur.example'],
  ['a program', undefined, 'https://cruddur.example'],
])('%s is answered for an origin that is allowed', async (_, origin, allowed) => {
  const event = { headers: origin ? { origin } : {}, rawPath: '/api/health/users' };
  const { headers } = await handler(event as unknown as APIGatewayProxyEventV2, context());
  expect(headers).toMatchObject({ 'access-control-allow-origin': allowed, vary: 'Origin' });
});
