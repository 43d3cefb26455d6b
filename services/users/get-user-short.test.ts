import { query } from '../../shared/postgres/client.ts';
import { createPerson } from '../../test/accounts.ts';
import { call } from '../../test/call.ts';
import { handler as getUserShort } from './get-user-short.ts';

const get = (handle: string) => call(getUserShort, 'getUserShort', { params: { handle } });

test('a handle is looked up without a token, in any case, with or without @', async () => {
  const { uuid } = await createPerson('bayko', 'Andrew Bayko');
  for (const handle of ['@bayko', 'bayko', '@BayKo']) {
    expect(await get(handle)).toMatchObject({
      status: 200,
      body: {
        uuid,
        handle: 'bayko',
        display_name: 'Andrew Bayko',
        joined: expect.stringMatching(/^\d{4}-\d\d$/),
      },
    });
  }
  await query((sql) => sql`update users set created_at = '2025-12-31T23:30:00-01:00' where uuid = ${uuid}`);
  expect(await get('bayko')).toMatchObject({ body: { joined: '2026-01' } });
});

test.each(['@nobody', '@', 'a', '@@bayko', "' or 1=1 --", '%', 'nul\u0000', 'x'.repeat(1000)])(
  'the unknown handle %j is 404',
  async (handle) => {
    expect(await get(handle)).toMatchObject({ status: 404, errors: ['user_not_found'] });
  },
);

test('a handle without a UTF-8 form is refused', async () => {
  const context = { awsRequestId: 'r', getRemainingTimeInMillis: () => 6_000 };
  const event = { pathParameters: { handle: '\ud800' }, headers: {}, requestContext: { requestId: 'r' } };
  const answer = await getUserShort(event as never, context as never);
  expect(answer.statusCode).toBe(422);
});
