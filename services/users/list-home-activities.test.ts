import { createPerson } from '../../test/accounts.ts';
import { call } from '../../test/call.ts';
import { asMaster } from '../../test/master.ts';
import { handler as listHomeActivities } from './list-home-activities.ts';

const list = () => call(listHomeActivities, 'listHomeActivities');

test('without activities the list is empty', async () => {
  expect(await list()).toMatchObject({ status: 200, body: [] });
});

test('activities are public, newest first, without expired ones', async () => {
  const { uuid } = await createPerson('bayko', 'Andrew Bayko');
  await asMaster(
    (sql) => sql`
      insert into activities (user_uuid, message, likes_count, created_at, expires_at) values
        (${uuid}, 'old', 3, now() - interval '2 days', null),
        (${uuid}, 'gone', 0, now() - interval '1 day', now() - interval '1 minute'),
        (${uuid}, 'new', 0, now(), now() + interval '1 day')`,
  );
  const { body } = await list();
  expect(body.map(({ message }) => message)).toEqual(['new', 'old']);
  expect(body[1]).toMatchObject({
    handle: 'bayko',
    display_name: 'Andrew Bayko',
    replies_count: 0,
    reposts_count: 0,
    likes_count: 3,
    expires_at: null,
  });
});
