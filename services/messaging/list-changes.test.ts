import { createStranger, type Person } from '../../test/accounts.ts';
import { call } from '../../test/call.ts';
import { createConversation } from '../../test/conversations.ts';
import { handler as deleteMessage } from './delete-message.ts';
import { handler as editMessage } from './edit-message.ts';
import { handler as listChanges } from './list-changes.ts';

const changes = (as: Person, message_group_uuid: string, query: Record<string, string>) =>
  call(listChanges, 'listChanges', { as, params: { message_group_uuid }, query });

async function fiveEdited() {
  const conversation = await createConversation(['0', 'b', '2', 'b', '4', 'b', '6', 'b', '8', 'b']);
  const { ann, message_group_uuid, cursors } = conversation;
  // Not in the order of their places.
  for (const n of [4, 0, 8, 2, 6]) {
    const params = { message_group_uuid, message_uuid: cursors[n]?.slice(25) as string };
    await call(editMessage, 'editMessage', { as: ann, params, body: { message: `${n} edited` } });
  }
  return conversation;
}

const LONG_AGO = '2020-01-01T00:00:00.000Z';

test('changes come oldest first, each once, paged by Link, and only changed messages', async () => {
  const { ben, message_group_uuid } = await fiveEdited();
  const found = [];
  let query: Record<string, string> | undefined = { since: LONG_AGO, limit: '2' };
  while (query) {
    const page: Awaited<ReturnType<typeof changes>> = await changes(ben, message_group_uuid, query);
    expect(page.body.length).toBeLessThanOrEqual(2);
    found.push(...page.body);
    query = page.next;
  }
  expect(found.map(({ message }) => message)).toEqual(['4', '0', '8', '2', '6'].map((n) => `${n} edited`));
  const times = found.map(({ changed_at }) => changed_at);
  expect(times).toEqual(times.toSorted());
});

test('since is inclusive: a client asks from the last change that it has seen', async () => {
  const { ben, message_group_uuid } = await fiveEdited();
  const { body: all } = await changes(ben, message_group_uuid, { since: LONG_AGO });
  const since = all[3]?.changed_at as string;
  expect((await changes(ben, message_group_uuid, { since })).body).toEqual(
    all.filter(({ changed_at }) => (changed_at as string) >= since),
  );
  const after = new Date(Date.parse(all[4]?.changed_at as string) + 1).toISOString();
  expect((await changes(ben, message_group_uuid, { since: after })).body).toEqual([]);
});

test('a message that changes twice is listed once, as it is now', async () => {
  const { ann, ben, message_group_uuid, cursors } = await fiveEdited();
  const params = { message_group_uuid, message_uuid: cursors[4]?.slice(25) as string };
  await call(deleteMessage, 'deleteMessage', { as: ann, params });
  const { body } = await changes(ben, message_group_uuid, { since: LONG_AGO });
  expect(body).toHaveLength(5);
  expect(body.at(-1)).toMatchObject({ uuid: params.message_uuid, message: '', revision: 2 });
});

test('a stranger finds no such group', async () => {
  const { message_group_uuid } = await fiveEdited();
  const stranger = await createStranger();
  expect(await changes(stranger, message_group_uuid, { since: LONG_AGO })).toMatchObject({
    status: 404,
    errors: ['message_group_not_found'],
  });
});

test.each<[Record<string, string>, string]>([
  [{}, 'malformed_instant'],
  [{ since: 'yesterday' }, 'malformed_instant'],
  [{ since: '2026-02-30T00:00:00.000Z' }, 'malformed_instant'],
  [{ since: LONG_AGO, limit: '0' }, 'limit_out_of_range'],
  [{ since: LONG_AGO, cursor: 'here' }, 'malformed_cursor'],
  [{ since: LONG_AGO, cursor: `${LONG_AGO}#8b7e0c42-91d4-4f6a-b3c8-27f5d9e06b02` }, 'malformed_cursor'],
])('%j is refused', async (query, code) => {
  const { ann, message_group_uuid } = await createConversation();
  expect(await changes(ann, message_group_uuid, query)).toMatchObject({ status: 400, errors: [code] });
});

test('a cursor before since is no failure', async () => {
  const { ben, message_group_uuid } = await fiveEdited();
  const { next } = await changes(ben, message_group_uuid, { since: LONG_AGO, limit: '1' });
  const since = new Date(Date.now() + 60_000).toISOString();
  expect((await changes(ben, message_group_uuid, { ...next, since })).status).toBe(200);
});
