import { handler as getMe } from '../../services/users/get-me.ts';
import { handler as getUserShort } from '../../services/users/get-user-short.ts';
import { createAccount } from '../../test/accounts.ts';
import { call } from '../../test/call.ts';
import { testStores } from '../../test/stores.ts';
import { connect, connectDatabase } from './client.ts';

const unavailable = { status: 503, errors: ['store_unavailable'], headers: { 'retry-after': '1' } };

test('a missing database, or one without tables, counts as unavailable', async () => {
  const as = await createAccount('early');
  const short = () => call(getUserShort, 'getUserShort', { params: { handle: 'early' } });
  connectDatabase(() => connect(testStores().postgres.replace(/\/[^/]*$/, '/not_created_yet')));
  expect(await call(getMe, 'getMe', { as })).toMatchObject(unavailable);
  expect(await short()).toMatchObject(unavailable);

  connectDatabase(() => connect(`${testStores().postgres}?search_path=not_created_yet`));
  expect(await short()).toMatchObject(unavailable);
});
