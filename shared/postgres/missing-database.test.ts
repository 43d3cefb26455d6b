import { createAccount } from '../../test/accounts.ts';
import { call } from '../../test/call.ts';
import { testStores } from '../../test/stores.ts';

/** The address stands before the handlers are loaded. */
process.env.POSTGRES_URL = testStores().postgres.replace(/\/[^/]*$/, '/not_created_yet');
const { handler: getMe } = await import('../../services/users/get-me.ts');
const { handler: getUserShort } = await import('../../services/users/get-user-short.ts');

const unavailable = { status: 503, errors: ['store_unavailable'], headers: { 'retry-after': '1' } };

test('a database that is not there, or that has no tables yet, is a store that is out of reach', async () => {
  const as = await createAccount('early');
  const short = () => call(getUserShort, 'getUserShort', { params: { handle: 'early' } });
  expect(await call(getMe, 'getMe', { as })).toMatchObject(unavailable);
  expect(await short()).toMatchObject(unavailable);

  process.env.POSTGRES_URL = `${testStores().postgres}?search_path=not_created_yet`;
  const { disconnect } = await import('./client.ts');
  await disconnect();
  expect(await short()).toMatchObject(unavailable);
});
