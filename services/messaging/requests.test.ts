import { randomUUID } from 'node:crypto';
import { loadItems } from '../../bench/load-items.ts';
import { createMessageKey } from '../../client/message-key.ts';
import type { WhoMayWrite } from '../../shared/contract/users.ts';
import { listKey, messageGroupKey, messageGroupUuid } from '../../shared/dynamo/keys.ts';
import { countListed } from '../../shared/dynamo/list-message-groups.ts';
import { getRow, updateRow } from '../../shared/dynamo/message-groups.ts';
import { findDifferences } from '../../shared/dynamo/projection.ts';
import { limitOf } from '../../shared/limits.ts';
import { createAccount, createExtra, createStranger, type Person } from '../../test/accounts.ts';
import { call, unitsOf } from '../../test/call.ts';
import { deviation } from '../../test/engine.ts';
import { pageOf, sendTo } from '../../test/messages.ts';
import { marked, projected, refreshed } from '../../test/spent.ts';
import { handler as updateMe } from '../users/update-me.ts';
import { handler as blockUser } from './block-user.ts';
import { handler as getMessageGroup } from './get-message-group.ts';
import { handler as listMessageGroups } from './list-message-groups.ts';
import { handler as unblockUser } from './unblock-user.ts';
import { handler as updateMessageGroup } from './update-message-group.ts';

const none = { rcu: 0, wcu: 0 };

const allow = (as: Person, who_may_write: WhoMayWrite) =>
  call(updateMe, 'updateMe', { as, body: { who_may_write } });

const list = async (as: Person, query: Record<string, string>) =>
  (await call(listMessageGroups, 'listMessageGroups', { as, query })).body;

const change = (as: Person, message_group_uuid: string, body: unknown) =>
  call(updateMessageGroup, 'updateMessageGroup', { as, params: { message_group_uuid }, body });

const get = async (as: Person, message_group_uuid: string) =>
  (await call(getMessageGroup, 'getMessageGroup', { as, params: { message_group_uuid } })).body;

/** Ann has written to ben, who takes requests only. */
async function request() {
  const [ann, ben] = await Promise.all([createStranger(), createStranger()]);
  await allow(ben, 'requests');
  const { body } = await sendTo(ann, { message: 'one', handle: ben.handle });
  const group = body.message_group_uuid;
  await projected({ ann, ben }, ann, [body.cursor]);
  const write = async (as: Person, message: string, key?: string) => {
    const answer = await sendTo(as, { message, message_group_uuid: group }, key);
    if (answer.status === 200) await projected({ ann, ben }, as, [answer.body.cursor]);
    return answer;
  };
  return { ann, ben, group, write, cursor: body.cursor };
}

const seenBy = async (as: Person, other: Person, group: string) =>
  (await get(as, group)).members.find(({ user_uuid }) => user_uuid === other.uuid)?.read_to;

test("a stranger's first message waits among the requests, in no total; both know that it waits", async () => {
  const { ann, ben, group } = await request();
  expect(await list(ben, { list: 'requests' })).toMatchObject([
    { uuid: group, list: 'requests', request: 'received' },
  ]);
  expect(await list(ben, {})).toEqual([]);
  expect(await list(ben, { unread: 'true' })).toEqual([]);
  expect(await list(ann, {})).toMatchObject([{ uuid: group, request: 'sent' }]);
  expect(await findDifferences(group, [ann.uuid, ben.uuid])).toEqual([]);
});

test('three messages may wait; a repetition of the third is no fourth', async () => {
  const { ann, group, write } = await request();
  const key = createMessageKey(Date.now());
  expect((await write(ann, 'two')).status).toBe(200);
  const third = await write(ann, 'three', key);
  expect((await write(ann, 'three', key)).body).toEqual(third.body);
  const refused = { status: 403, errors: ['request_not_accepted'] };
  expect(await write(ann, 'four')).toMatchObject(refused);
  const { handle } = (await list(ann, {}))[0] as { handle: string };
  expect(await sendTo(ann, { message: 'four', handle })).toMatchObject(refused);
  expect(await get(ann, group)).toMatchObject({ message: 'three' });
});

test('of ten next messages at once two pass, and of ten first ones three', async () => {
  const { ann, group } = await request();
  const [eve, ben] = await Promise.all([createExtra(), createExtra()]);
  await allow(ben, 'requests');
  const ten = (send: (n: number) => ReturnType<typeof sendTo>) =>
    Promise.all(Array.from({ length: 10 }, (_, n) => send(n)));
  const next = await ten((n) => sendTo(ann, { message: `next ${n}`, message_group_uuid: group }));
  const first = await ten((n) => sendTo(eve, { message: `first ${n}`, handle: ben.handle }));
  for (const [answers, passing] of [
    [next, 2],
    [first, 3],
  ] as const) {
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([...Array(passing).fill(200), ...Array(10 - passing).fill(403)]);
  }
  for (const [sender, receiver] of [
    [ann, group],
    [eve, messageGroupUuid(eve.uuid, ben.uuid)],
  ] as const)
    expect(await pageOf(sender, receiver)).toHaveLength(3);
});

test.each<[string, () => string]>([
  ['a fresh key', () => createMessageKey(Date.now())],
  ['a late key', () => createMessageKey(Date.now() - 60_000)],
  ['another key', () => randomUUID()],
])('the first message repeated with %s takes no place of another', async (_, makeKey) => {
  const [ann, ben] = await Promise.all([createExtra(), createExtra()]);
  await allow(ben, 'requests');
  const key = makeKey();
  const statuses = [];
  for (const [text, used] of [
    ['one', key],
    ['one', key],
    ['two', ''],
    ['three', ''],
    ['one', key],
  ] as const)
    statuses.push((await sendTo(ann, { message: text, handle: ben.handle }, used || undefined)).status);
  expect(statuses).toEqual([200, 200, 200, 200, 200]);
  expect((await sendTo(ann, { message: 'four', handle: ben.handle })).status).toBe(403);
});

test.each<[string, object]>([
  ['taken into the inbox', { list: 'inbox' }],
  ['pinned', { pinned: true }],
])('a request that is %s is accepted: it counts, and the sender writes on', async (_, body) => {
  const { ann, ben, group, write } = await request();
  for (const text of ['two', 'three']) await write(ann, text);
  for (let n = 0; n < 2; n++) expect((await change(ben, group, body)).body.request).toBeUndefined();
  expect((await get(ann, group)).request).toBeUndefined();
  expect(await list(ben, { unread: 'true' })).toMatchObject([{ uuid: group, unread_count: 3 }]);
  expect((await write(ann, 'four')).status).toBe(200);
  expect(await findDifferences(group, [ann.uuid, ben.uuid])).toEqual([]);
});

test('an answer accepts, also one whose projection comes late', async () => {
  const { ann, ben, group, write } = await request();
  for (const text of ['two', 'three']) await write(ann, text);
  const { body } = await sendTo(ben, { message: 'Hello', message_group_uuid: group });
  expect((await write(ann, 'four')).status).toBe(200);
  await projected({ ann, ben }, ben, [body.cursor]);
  expect(await list(ben, {})).toMatchObject([{ uuid: group }]);
  expect([(await get(ann, group)).request, (await get(ben, group)).request]).toEqual([undefined, undefined]);
});

test('a declined request stays one, in the archive; its sender does not notice', async () => {
  const { ann, ben, group, write } = await request();
  const before = await get(ann, group);
  await change(ben, group, { list: 'archived', cleared: true });
  expect(await list(ben, { list: 'requests' })).toEqual([]);
  expect(await pageOf(ben, group)).toEqual([]);
  expect(await get(ann, group)).toEqual(before);
  for (const text of ['two', 'three']) await write(ann, text);
  expect((await write(ann, 'four')).status).toBe(403);
  expect(await list(ben, { list: 'archived' })).toMatchObject([{ request: 'received' }]);
  await change(ben, group, { list: 'inbox' });
  expect((await write(ann, 'four')).status).toBe(200);
});

test('until it is accepted its sender sees no receipt, and afterwards they do', async () => {
  const { ann, ben, group, cursor } = await request();
  await marked({ ann, ben }, ben, cursor);
  expect(await get(ben, group)).toMatchObject({ unread_count: 0 });
  expect(await seenBy(ann, ben, group)).toBeUndefined();
  await change(ben, group, { list: 'inbox' });
  await marked({ ann, ben }, ben, cursor);
  expect(await seenBy(ann, ben, group)).toBe(cursor);
});

test('a block ends a request, which stays unaccepted after its end', async () => {
  const { ann, ben, group, write } = await request();
  await call(blockUser, 'blockUser', { as: ben, params: { user_uuid: ann.uuid } });
  expect(await list(ben, { list: 'requests' })).toEqual([]);
  expect(await list(ben, { list: 'archived' })).toMatchObject([{ request: 'received', blocked: true }]);
  expect(await write(ann, 'two')).toMatchObject({ status: 403, errors: ['not_accepting_messages'] });
  await call(unblockUser, 'unblockUser', { as: ben, params: { user_uuid: ann.uuid } });
  expect((await write(ann, 'two')).status).toBe(200);
  expect(await get(ben, group)).toMatchObject({ list: 'archived', request: 'received' });
  expect((await get(ann, group)).request).toBe('sent');
});

test('who takes messages from nobody, blocks the sender, or has 200 requests waiting answers the same', async () => {
  const [ann, nobody, blocking, full] = await Promise.all(Array.from({ length: 4 }, () => createStranger()));
  if (!ann || !nobody || !blocking || !full) throw new Error();
  await allow(nobody, 'nobody');
  await call(blockUser, 'blockUser', { as: blocking, params: { user_uuid: ann.uuid } });
  await allow(full, 'requests');
  const last_message_at = new Date().toISOString();
  const row = (n: number) => ({
    ...messageGroupKey(full.uuid, `waiting ${n}`),
    list: listKey('requests', full.uuid),
    last_message_at,
  });
  await loadItems(199, row, () => {});
  const write = ({ handle }: Person) => sendTo(ann, { message: 'Hi', handle });
  expect((await write(full)).status).toBe(200);
  const eve = await createStranger();
  const answers = [
    await write(nobody),
    await write(blocking),
    await sendTo(eve, { message: 'Hi', handle: full.handle }),
  ];
  const refused = { status: 403, errors: ['not_accepting_messages'] };
  expect(answers).toMatchObject([refused, refused, refused]);
  const [atNobody = none, atBlocking] = answers.map(unitsOf);
  // A block more is found.
  expect(atBlocking).toEqual({ ...atNobody, rcu: atNobody.rcu - deviation.missingInBatches });
  expect(await list(eve, {})).toEqual([]);
});

test('new accounts take messages from whom the stage says', async () => {
  process.env.CRUDDUR_WHO_MAY_WRITE = 'requests';
  const { handler: registerMe } = await import('../users/register-me.ts');
  const account = await createAccount('careful');
  expect((await call(registerMe, 'registerMe', { as: account, body: {} })).body).toMatchObject({
    who_may_write: 'requests',
  });
});

test('who may write is about first messages: a conversation that exists goes on', async () => {
  const { ann, ben, group, write } = await request();
  await change(ben, group, { list: 'inbox' });
  await allow(ben, 'nobody');
  expect((await write(ann, 'two')).status).toBe(200);
  expect((await get(ben, group)).list).toBeUndefined();
});

test('200 requests are counted also where their rows fill more than a megabyte', async () => {
  const { uuid } = await createExtra();
  const row = (n: number) => ({
    ...messageGroupKey(uuid, `waiting ${n}`),
    list: listKey('requests', uuid),
    last_message_at: new Date(n).toISOString(),
    message: 'x'.repeat(350_000),
  });
  await loadItems(5, row, () => {});
  expect(await countListed(uuid, 'requests', 200)).toBe(5);
  expect(await countListed(uuid, 'requests', 4)).toBe(4);
});

test('as many messages as the limit says may wait for an answer; a repetition of the last is no other', async () => {
  const [ann, ben] = await Promise.all([createExtra(), createExtra()]);
  const write = async (as: Person, body: object, key?: string) => {
    const answer = await sendTo(as, { message: 'Hello?', ...body }, key);
    if (answer.status === 200) await projected({ ann, ben }, as, [answer.body.cursor]);
    return answer;
  };
  const toBen = { handle: ben.handle };
  const { message_group_uuid } = (await write(ann, toBen)).body;
  const waiting = async () => (await getRow(ann.uuid, message_group_uuid, { consistent: true }))?.unanswered;
  await write(ann, toBen);
  expect(await waiting()).toBe(2);
  // As after many more: the tests' limit is generous.
  const row = await getRow(ann.uuid, message_group_uuid, { consistent: true });
  if (row) await updateRow(ann.uuid, row, { unanswered: limitOf('unanswered').limit - 1 });
  const key = createMessageKey(Date.now());
  const last = await write(ann, { message_group_uuid }, key);
  expect(last.status).toBe(200);
  const refused = { status: 403, errors: ['too_many_unanswered'] };
  expect(await write(ann, { message_group_uuid })).toMatchObject(refused);
  expect(await write(ann, toBen)).toMatchObject(refused);
  expect((await write(ann, { message_group_uuid }, key)).body).toEqual(last.body);
  expect((await write(ben, { message_group_uuid })).status).toBe(200);
  expect(await waiting()).toBeUndefined();
  expect((await write(ann, { message_group_uuid })).status).toBe(200);
  expect(await waiting()).toBe(1);
  expect((await getRow(ben.uuid, message_group_uuid, { consistent: true }))?.unanswered).toBeUndefined();
});

describe('what a request costs', () => {
  test('the first message: 3.5 RCU and 11 WCU; the second and third 1 RCU and 1 WCU more than another; accepting: 1 RCU and 8 WCU', async () => {
    const [ann, ben] = await Promise.all([createExtra(), createExtra()]);
    await allow(ben, 'requests');
    const first = await sendTo(ann, { message: 'Hi', handle: ben.handle }, createMessageKey(Date.now()));
    const found = { rcu: 3.5 + deviation.emptyPages + 2 * deviation.missingInBatches, wcu: 11 };
    expect(unitsOf(first)).toEqual(deviation.largeItems ? { ...found, wcu: expect.any(Number) } : found);
    const { message_group_uuid } = first.body;
    for (let n = 0; n < 2; n++) {
      const next = await sendTo(ann, { message: 'Hi', message_group_uuid }, createMessageKey(Date.now()));
      expect(unitsOf(next)).toEqual({ rcu: 2, wcu: 3 });
    }
    await refreshed({ ann, ben });
    // Both rows, three entries of the index of lists, and one of the unread groups.
    const accepted = await change(ben, message_group_uuid, { list: 'inbox' });
    expect(unitsOf(accepted).rcu).toBe(1);
    if (!deviation.largeItems) expect(unitsOf(accepted).wcu).toBe(2 * 2 + 3 + 1);
  });
});
