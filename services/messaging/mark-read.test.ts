import { createMessageKey } from '../../client/message-key.ts';
import { getRow } from '../../shared/dynamo/message-groups.ts';
import { refreshMessageGroup } from '../../shared/dynamo/projection.ts';
import { createStranger, type Person } from '../../test/accounts.ts';
import { call } from '../../test/call.ts';
import { installClocks, removeClocks, withClock } from '../../test/clocks.ts';
import { createConversation, storeText } from '../../test/conversations.ts';
import { allItems } from '../../test/table.ts';
import { handler as listMessageGroups } from './list-message-groups.ts';
import { handler as markRead } from './mark-read.ts';
import { handler as sendMessage } from './send-message.ts';

beforeAll(installClocks);
afterAll(removeClocks);

const mark = (as: Person, message_group_uuid: string, cursor: unknown) =>
  call(markRead, 'markRead', { as, params: { message_group_uuid }, body: { cursor } });

const fiveFromAnn = ['1', 'b', '3', 'b', '5', 'b', '7', 'b', '9'];

test('messages from the other member after the read marker stay unread, also in the list', async () => {
  const { ben, message_group_uuid, cursors } = await createConversation(fiveFromAnn);
  const answers = [];
  for (const cursor of [cursors[0], cursors[5], cursors[8]]) {
    answers.push((await mark(ben, message_group_uuid, cursor)).body.unread_count);
  }
  expect(answers).toEqual([4, 2, 0]);
  const [group] = (await call(listMessageGroups, 'listMessageGroups', { as: ben })).body;
  expect(group).toMatchObject({ unread_count: 0, read_to: cursors.at(-1) });
});

test('the marker only moves forward', async () => {
  const { ben, message_group_uuid, cursors } = await createConversation(fiveFromAnn);
  await mark(ben, message_group_uuid, cursors[8]);
  const before = await allItems();
  expect((await mark(ben, message_group_uuid, cursors[0])).body).toEqual({ unread_count: 0 });
  expect(await allItems()).toEqual(before);
});

test('20 concurrent read markers end at the furthest', async () => {
  const { ben, message_group_uuid, cursors } = await createConversation(fiveFromAnn);
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, n) => mark(ben, message_group_uuid, cursors[n % cursors.length])),
  );
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
  expect((await mark(ben, message_group_uuid, cursors[0])).body).toEqual({ unread_count: 0 });
});

test('a marker between two messages snaps to the earlier one', async () => {
  const { ben, message_group_uuid, cursors } = await createConversation(fiveFromAnn);
  const [third = '', next = ''] = cursors.slice(2);
  const between = [third, next].map((cursor) => Date.parse(cursor.slice(0, 24)));
  for (const time of [between[0], (between[0] as number) + 1, (between[1] as number) - 1] as number[]) {
    const cursor = `${new Date(time).toISOString()}#ffffffff-ffff-4fff-bfff-ffffffffffff`;
    expect((await mark(ben, message_group_uuid, cursor)).body).toEqual({ unread_count: 3 });
    expect(await getRow(ben.uuid, message_group_uuid, { consistent: true })).toMatchObject({
      read_to: third,
      version: 2,
    });
  }
  const first = '2000-01-01T00:00:00.000Z#ffffffff-ffff-4fff-bfff-ffffffffffff';
  const other = await createConversation(fiveFromAnn);
  const before = await allItems();
  expect((await mark(other.ben, other.message_group_uuid, first)).status).toBe(200);
  expect(await allItems()).toEqual(before);
});

test('messages after the marker in the same millisecond stay unread', async () => {
  const { ann, ben, message_group_uuid } = await createConversation(['1']);
  const time = Date.now() - 40_000;
  const atOnce = await Promise.all([1, 2, 3].map((n) => storeText(ann, ben, `${n}`, time)));
  const [one = '', two = ''] = atOnce.toSorted();
  await refreshMessageGroup(message_group_uuid, [ann.uuid, ben.uuid]);
  expect((await mark(ben, message_group_uuid, one)).body).toEqual({ unread_count: 2 });
  expect((await mark(ben, message_group_uuid, two)).body).toEqual({ unread_count: 1 });
});

test('counting stops at 100', async () => {
  const { ben, message_group_uuid, cursors } = await createConversation(
    Array.from({ length: 220 }, (_, n) => `text ${n}`),
  );
  expect((await mark(ben, message_group_uuid, cursors[1])).body).toEqual({ unread_count: 100 });
  expect((await mark(ben, message_group_uuid, cursors[199])).body).toEqual({ unread_count: 10 });
});

test.each<[unknown, number, string]>([
  ['', 400, 'malformed_cursor'],
  ['2025-01-01', 400, 'malformed_cursor'],
  ['2025-99-99T99:99:99.000Z#00000000-0000-4000-8000-000000000000', 400, 'malformed_cursor'],
  ['2999-01-01T00:00:00.000Z#00000000-0000-4000-8000-000000000000', 400, 'malformed_cursor'],
  [undefined, 422, 'cursor_invalid'],
  [null, 422, 'cursor_invalid'],
  [7, 422, 'cursor_invalid'],
])('the cursor %j is refused: %i %s', async (cursor, status, code) => {
  const { ann, message_group_uuid } = await createConversation();
  const before = await allItems();
  expect(await mark(ann, message_group_uuid, cursor)).toMatchObject({ status, errors: [code] });
  expect(await allItems()).toEqual(before);
});

test('with clock skew, a message from the future can be marked as read', async () => {
  const { ann, ben, message_group_uuid } = await createConversation();
  const { body } = await withClock(5_000, () =>
    call(sendMessage, 'sendMessage', {
      as: ann,
      headers: { 'idempotency-key': createMessageKey(Date.now() + 1_900) },
      body: { message: 'Hi', message_group_uuid },
    }),
  );
  expect(Date.parse(body.created_at)).toBeGreaterThan(Date.now() + 5_000);
  const marked = await withClock(-5_000, () => mark(ben, message_group_uuid, body.cursor));
  expect(marked).toMatchObject({ status: 200, body: { unread_count: 0 } });
});

test('a marker in the future is refused', async () => {
  const { ben, message_group_uuid } = await createConversation();
  const cursor = (ahead: number) =>
    `${new Date(Date.now() + ahead).toISOString()}#00000000-0000-4000-8000-000000000000`;
  expect(await mark(ben, message_group_uuid, cursor(20_000))).toMatchObject({
    status: 400,
    errors: ['malformed_cursor'],
  });
});

test("other people's and unknown message groups are 404, a malformed uuid 400", async () => {
  const { message_group_uuid, cursors } = await createConversation();
  const third = await createStranger();
  const before = await allItems();
  const notFound = { status: 404, errors: ['message_group_not_found'] };
  expect(await mark(third, message_group_uuid, cursors[0])).toMatchObject(notFound);
  expect(await mark(third, '00000000-0000-4000-8000-000000000000', cursors[0])).toMatchObject(notFound);
  expect(await mark(third, 'x', cursors[0])).toMatchObject({ status: 400, errors: ['malformed_uuid'] });
  expect(await allItems()).toEqual(before);
});
