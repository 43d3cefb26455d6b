import { createStranger, type Person } from '../../test/accounts.ts';
import { call, unitsOf } from '../../test/call.ts';
import { createConversation, storeText } from '../../test/conversations.ts';
import { handler as listMessages } from './list-messages.ts';

const texts = (count: number) => Array.from({ length: count }, (_, n) => `text ${n + 1}`);

const list = (as: Person, message_group_uuid: string, query: Record<string, string> = {}) =>
  call(listMessages, 'listMessages', { as, params: { message_group_uuid }, query });

test('without a cursor: the newest 20 messages, oldest to newest, with all that a client shows', async () => {
  const { ann, ben, message_group_uuid, cursors } = await createConversation(texts(25));
  const { body } = await list(ann, message_group_uuid);
  expect(body.map(({ message }) => message)).toEqual(texts(25).slice(5));
  const last = cursors.at(-1) as string;
  const [created_at, uuid] = last.split('#');
  expect(body.at(-1)).toEqual({
    uuid,
    display_name: ann.display_name,
    handle: ann.handle,
    user_uuid: ann.uuid,
    message: 'text 25',
    created_at,
    cursor: last,
  });
  expect(body.at(-2)?.user_uuid).toBe(ben.uuid);
});

test('both members read the same messages', async () => {
  const { ann, ben, message_group_uuid } = await createConversation(texts(3));
  expect((await list(ann, message_group_uuid)).body).toEqual((await list(ben, message_group_uuid)).body);
});

test('pagination backwards by 7, during sends, returns every message once', async () => {
  const { ann, ben, message_group_uuid } = await createConversation(texts(104));
  const read: string[] = [];
  let next: Record<string, string> | undefined = { limit: '7' };
  while (next) {
    const [page]: [Awaited<ReturnType<typeof list>>, string] = await Promise.all([
      list(ann, message_group_uuid, next),
      storeText(ben, ann, 'meanwhile'),
    ]);
    read.unshift(...page.body.map(({ message }) => message));
    next = page.next;
  }
  expect(read.filter((message) => message !== 'meanwhile')).toEqual(texts(104));
});

test('pagination forwards by 7, during sends, returns every message once', async () => {
  const { ann, ben, message_group_uuid, cursors } = await createConversation(texts(104));
  const read: string[] = [];
  let next: Record<string, string> | undefined = {
    limit: '7',
    after: '0000-01-01T00:00:00.000Z#00000000-0000-4000-8000-000000000000',
  };
  let sent = 0;
  while (next) {
    const page = await list(ann, message_group_uuid, next);
    if (sent < 10) await storeText(ben, ann, `meanwhile ${++sent}`);
    read.push(...page.body.map(({ cursor }) => cursor));
    next = page.next;
  }
  expect(read.slice(0, 104)).toEqual(cursors);
  expect(new Set(read).size).toBe(read.length);
  expect(read.length).toBe(114);
});

test('catch-up from the last known message returns the later ones', async () => {
  const { ann, message_group_uuid, cursors } = await createConversation(texts(5));
  const { body, next } = await list(ann, message_group_uuid, { after: cursors[2] as string });
  expect(body.map(({ cursor }) => cursor)).toEqual(cursors.slice(3));
  expect(next).toBeUndefined();
});

test('messages across midnight, New Year and in one millisecond stay in order and complete', async () => {
  const { ann, ben, message_group_uuid } = await createConversation(['today']);
  const newYear = Date.parse('2025-01-01T00:00:00.000Z');
  const cursors = [];
  for (const time of [newYear - 1, newYear, newYear, newYear + 1]) {
    cursors.push(await storeText(ann, ben, 'then', time));
  }
  const { body } = await list(ann, message_group_uuid, { limit: '100' });
  expect(body.slice(0, 4).map(({ cursor }) => cursor)).toEqual(cursors.sort());
  expect(body).toHaveLength(5);
});

test.each<[Record<string, string>, string]>([
  [{ limit: '0' }, 'limit_out_of_range'],
  [{ limit: '101' }, 'limit_out_of_range'],
  [{ limit: '-1' }, 'limit_out_of_range'],
  [{ limit: '2.5' }, 'limit_out_of_range'],
  [{ limit: '1e1' }, 'limit_out_of_range'],
  [{ limit: '' }, 'limit_out_of_range'],
  [{ limit: 'ten' }, 'limit_out_of_range'],
  [{ before: 'yesterday' }, 'malformed_cursor'],
  [{ after: '' }, 'malformed_cursor'],
  [{ before: '2024-13-39T29:59:59.999Z#00000000-0000-4000-8000-000000000000' }, 'malformed_cursor'],
  [{ after: '2023-02-29T00:00:00.000Z#00000000-0000-4000-8000-000000000000' }, 'malformed_cursor'],
  [{ after: '2025-01-01T00:00:00Z#00000000-0000-4000-8000-000000000000' }, 'malformed_cursor'],
])('the query %j is refused: 400 %s', async (query, code) => {
  const { ann, message_group_uuid } = await createConversation();
  expect(await list(ann, message_group_uuid, query)).toMatchObject({ status: 400, errors: [code] });
});

test('before and after together are refused', async () => {
  const { ann, message_group_uuid, cursors } = await createConversation();
  const [before = '', after = before] = cursors;
  expect(await list(ann, message_group_uuid, { before, after })).toMatchObject({
    status: 400,
    errors: ['malformed_cursor'],
  });
});

test('unknown query parameters are ignored and not echoed in the next link', async () => {
  const { ann, message_group_uuid } = await createConversation(['one', 'two']);
  const page = await list(ann, message_group_uuid, { order: 'random', limit: '1' });
  expect(page.status).toBe(200);
  expect(Object.keys(page.next ?? {})).toEqual(['limit', 'before']);
});

test('a malformed message group uuid is 400, an unknown one 404', async () => {
  const ann = await createStranger();
  expect(await list(ann, 'no-uuid')).toMatchObject({ status: 400, errors: ['malformed_uuid'] });
  expect(await list(ann, '00000000-0000-4000-8000-000000000000')).toMatchObject({
    status: 404,
    errors: ['message_group_not_found'],
  });
});

test("other people's message group is 404, as if it did not exist", async () => {
  const { message_group_uuid } = await createConversation();
  const third = await createStranger();
  const forbidden = await list(third, message_group_uuid);
  const missing = await list(third, '00000000-0000-4000-8000-000000000000');
  const comparable = ({ body }: typeof missing) => ({ ...body, request_id: undefined });
  expect(comparable(forbidden)).toEqual(comparable(missing));
  expect(forbidden.status).toBe(404);
});

test('the capacity consumed for a stranger does not reveal whether messages exist', async () => {
  const { message_group_uuid } = await createConversation(texts(100));
  const third = await createStranger();
  const cost = async (group: string) => unitsOf(await list(third, group, { limit: '100' }));
  expect(await cost(message_group_uuid)).toEqual(await cost('00000000-0000-4000-8000-000000000000'));
});
