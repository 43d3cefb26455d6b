import { isDeepStrictEqual } from 'node:util';
import { messageGroupKey } from '../../shared/dynamo/keys.ts';
import { findDifferences } from '../../shared/dynamo/projection.ts';
import { metered } from '../../shared/edge/metering.ts';
import { createExtra, createStranger, type Person } from '../../test/accounts.ts';
import { call, unitsOf } from '../../test/call.ts';
import { type Conversation, createConversation, storeText } from '../../test/conversations.ts';
import { current, Schedule } from '../../test/faults.ts';
import { strikeCalls } from '../../test/install-faults.ts';
import { changesOf, edit, hide, nameOf, pageOf, react, sendTo, unreact } from '../../test/messages.ts';
import { marked, projected, refreshed } from '../../test/spent.ts';
import { itemsOf } from '../../test/table.ts';
import { handler as blockUser } from './block-user.ts';
import { handler as getMessageGroup } from './get-message-group.ts';
import { handler as listMessageGroups } from './list-message-groups.ts';
import { handler as listMessages } from './list-messages.ts';
import { handler as unblockUser } from './unblock-user.ts';
import { handler as updateMessageGroup } from './update-message-group.ts';

strikeCalls();

const change = (as: Person, message_group_uuid: string, body: unknown) =>
  call(updateMessageGroup, 'updateMessageGroup', { as, params: { message_group_uuid }, body });

const list = async (as: Person, query: Record<string, string>) =>
  (await call(listMessageGroups, 'listMessageGroups', { as, query })).body.map(({ uuid }) => uuid);

const get = async (as: Person, message_group_uuid: string) =>
  (await call(getMessageGroup, 'getMessageGroup', { as, params: { message_group_uuid } })).body;

const texts = async (as: Person, group: string, query?: Record<string, string>) =>
  (await pageOf(as, group, query)).map(({ message }) => message);

/** Ann and ben with these texts in turn, both rows up to date. */
async function create(written: readonly string[] = ['one', 'two', 'three']): Promise<Conversation> {
  const conversation = await createConversation(written);
  await refreshed(conversation);
  return conversation;
}

/** Ben's next message, projected. */
async function write(conversation: Conversation, text: string): Promise<string> {
  const { ann, ben } = conversation;
  const cursor = await storeText(ben, ann, text);
  await projected(conversation, ben, [cursor]);
  return cursor;
}

const rowOf = async ({ uuid }: Person, group: string) => {
  const { pk, sk } = messageGroupKey(uuid, group);
  return (await itemsOf(pk)).find((item) => item.sk === sk);
};

const inLists = async (as: Person, group: string) => {
  const names = ['inbox', 'pinned', 'requests', 'archived'];
  const found = await Promise.all(names.map((name) => list(as, { list: name })));
  return names.filter((_, n) => found[n]?.includes(group));
};

describe('lists', () => {
  test.each<[body: object, list: string]>([
    [{ list: 'archived' }, 'archived'],
    [{ pinned: true }, 'pinned'],
    [{ list: 'inbox' }, 'inbox'],
    [{ list: 'archived', pinned: true }, 'pinned'],
    [{ pinned: false }, 'inbox'],
    [{}, 'inbox'],
  ])('%j moves the group to %s, once or twice, and stays after the next message', async (body, name) => {
    const conversation = await create();
    const { ann, message_group_uuid: group } = conversation;
    for (let n = 0; n < 2; n++) {
      const answer = await change(ann, group, body);
      expect([answer.status, answer.body.list ?? 'inbox']).toEqual([200, name]);
    }
    await write(conversation, 'one more');
    expect(await inLists(ann, group)).toEqual([name]);
  });

  test('archiving unpins, and who takes it out again finds it in the inbox', async () => {
    const { ann, message_group_uuid: group } = await create();
    for (const [body, name] of [
      [{ pinned: true }, 'pinned'],
      [{ list: 'inbox' }, 'pinned'],
      [{ list: 'archived' }, 'archived'],
      [{ list: 'inbox' }, 'inbox'],
    ] as const) {
      await change(ann, group, body);
      expect(await inLists(ann, group)).toEqual([name]);
    }
  });

  test('an archived group is in no total; taken out, it is again with what came meanwhile', async () => {
    const conversation = await create();
    const { ann, message_group_uuid: group } = conversation;
    expect(await list(ann, { unread: 'true' })).toEqual([group]);
    await change(ann, group, { list: 'archived' });
    await write(conversation, 'one more');
    expect(await list(ann, { unread: 'true' })).toEqual([]);
    expect((await change(ann, group, { list: 'inbox' })).body.unread_count).toBe(2);
    expect(await list(ann, { unread: 'true' })).toEqual([group]);
  });

  test('a sixth pinned group is refused, and pinning a pinned one again is not', async () => {
    const ann = await createStranger();
    const groups: string[] = [];
    for (let n = 0; n < 6; n++) {
      const ben = await createExtra();
      await storeText(ben, ann, 'Hi');
      groups.push((await list(ann, { list: 'inbox' }))[0] as string);
      if (n < 5) expect((await change(ann, groups[n] as string, { pinned: true })).status).toBe(200);
    }
    expect(await change(ann, groups[5] as string, { pinned: true })).toMatchObject({
      status: 409,
      errors: ['too_many_pinned'],
    });
    expect((await change(ann, groups[0] as string, { pinned: true })).status).toBe(200);
    await change(ann, groups[0] as string, { pinned: false });
    expect((await change(ann, groups[5] as string, { pinned: true })).status).toBe(200);
  });
});

test('the first page begins with the pinned groups if it is asked to, and the next one has none', async () => {
  const ann = await createStranger();
  const groups: string[] = [];
  for (let n = 0; n < 4; n++) {
    await storeText(await createExtra(), ann, 'Hi', Date.now() - 60_000 + n * 1_000);
    groups.unshift((await list(ann, { list: 'inbox' }))[0] as string);
  }
  const oldest = groups[3] as string;
  await change(ann, oldest, { pinned: true });
  const query = { limit: '2', pinned: 'true' };
  const first = await call(listMessageGroups, 'listMessageGroups', { as: ann, query });
  expect(first.body.map(({ uuid }) => uuid)).toEqual([oldest, groups[0], groups[1]]);
  expect(unitsOf(first)).toEqual({ rcu: 1, wcu: 0 });
  expect(await list(ann, first.next ?? {})).toEqual([groups[2]]);
  expect(await list(ann, {})).toEqual(groups.slice(0, 3));
});

describe('muted', () => {
  const later = () => new Date(Date.now() + 3_600_000).toISOString();

  test('a muted group is in no total and stays in its list, until it is muted no more', async () => {
    const conversation = await create();
    const { ann, message_group_uuid: group } = conversation;
    const muted_until = later();
    expect((await change(ann, group, { muted_until })).body).toMatchObject({ muted_until, unread_count: 1 });
    await write(conversation, 'one more');
    expect(await list(ann, { unread: 'true' })).toEqual([]);
    expect(await inLists(ann, group)).toEqual(['inbox']);
    expect((await change(ann, group, { muted_until: null })).body.muted_until).toBeUndefined();
    expect(await list(ann, { unread: 'true' })).toEqual([group]);
  });

  test('an instant that has passed mutes nothing', async () => {
    const { ann, message_group_uuid: group } = await create();
    await change(ann, group, { muted_until: '2026-01-01T00:00:00.000Z' });
    expect(await list(ann, { unread: 'true' })).toEqual([group]);
  });
});

describe('a deleted conversation', () => {
  test('is empty for its member alone, read, and begins with the next message', async () => {
    const conversation = await create();
    const { ann, ben, message_group_uuid: group, cursors } = conversation;
    const { body } = await change(ann, group, { cleared: true });
    expect(body).toMatchObject({ message: '', unread_count: 0, cleared_to: cursors[2], read_to: cursors[2] });
    expect(await findDifferences(group, [ann.uuid, ben.uuid])).toEqual([]);
    expect(await texts(ann, group)).toEqual([]);
    expect(await texts(ben, group)).toEqual(['one', 'two', 'three']);
    expect(await get(ben, group)).toMatchObject({ message: 'three' });

    const cursor = await write(conversation, 'four');
    expect(await findDifferences(group, [ann.uuid, ben.uuid])).toEqual([]);
    expect(await get(ann, group)).toMatchObject({ message: 'four', unread_count: 1 });
    const places: Record<string, string>[] = [
      {},
      { before: '2999-01-01T00:00:00.000Z#ffffffff-ffff-4fff-bfff-ffffffffffff' },
      { after: cursors[0] as string },
    ];
    for (const query of places) expect(await texts(ann, group, query)).toEqual(['four']);
    expect(await texts(ann, group, { before: cursor })).toEqual([]);
    expect(await texts(ann, group, { before: cursors[2] as string })).toEqual([]);
  });

  test('has no next page before its beginning', async () => {
    const conversation = await create(Array.from({ length: 9 }, (_, n) => `${n}`));
    const { ann: as, message_group_uuid } = conversation;
    await change(as, message_group_uuid, { cleared: true });
    for (const text of ['a', 'b', 'c']) await write(conversation, text);
    const page = await call(listMessages, 'listMessages', {
      as,
      params: { message_group_uuid },
      query: { limit: '5' },
    });
    expect([page.body.map(({ message }) => message), page.next]).toEqual([['a', 'b', 'c'], undefined]);
  });

  test('repeated, it is deleted further, and nothing comes back', async () => {
    const conversation = await create();
    const { ann, message_group_uuid: group } = conversation;
    await change(ann, group, { cleared: true });
    const cursor = await write(conversation, 'four');
    expect((await change(ann, group, { cleared: true })).body.cleared_to).toBe(cursor);
    expect(await change(ann, group, { cleared: true })).toMatchObject({
      body: { cleared_to: cursor, message: '' },
    });
    expect(await texts(ann, group)).toEqual([]);
  });

  test('leaves a message of the same millisecond that came meanwhile', async () => {
    const conversation = await create();
    const { ann, ben, message_group_uuid: group } = conversation;
    const time = Date.now() - 1_000;
    const end = await storeText(ben, ann, 'end', time);
    await projected(conversation, ben, [end]);
    const comeLater = async () => {
      let cursor = '';
      while (cursor < end) cursor = await storeText(ben, ann, 'later', time);
      await projected(conversation, ben, [cursor]);
    };
    let steps = 0;
    // After the row and the newest message were read; not a part of the operation.
    const schedule = new Schedule({}, async () => {
      if (steps++ === 3) await current.exit(() => metered(comeLater));
      return () => {};
    });
    const answer = await schedule.process(() => change(ann, group, { cleared: true }));
    expect(answer).toMatchObject({ status: 200, body: { cleared_to: end, message: 'later' } });
    expect(await findDifferences(group, [ann.uuid, ben.uuid])).toEqual([]);
  });

  test('shows the others no receipt', async () => {
    const { ann, ben, message_group_uuid: group } = await create();
    await change(ann, group, { cleared: true });
    const { members } = await get(ben, group);
    expect(members.find(({ user_uuid }) => user_uuid === ann.uuid)?.read_to).toBeUndefined();
  });

  test('shows nothing of before as a change, in a quote or after the newest one is hidden', async () => {
    const conversation = await create();
    const { ann, ben, message_group_uuid: group, cursors } = conversation;
    const [first, second] = [nameOf(group, cursors[0]), nameOf(group, cursors[1])];
    await change(ann, group, { cleared: true });
    await react(ben, first, '👍');
    expect(await changesOf(ann, group)).toEqual([]);
    expect(await changesOf(ben, group)).toHaveLength(1);
    const reply = { message: 're', message_group_uuid: group, reply_to: second.message_uuid };
    expect((await sendTo(ann, reply)).body.reply_to).toMatchObject({ message: '', deleted: true });
    const sent = await sendTo(ben, reply);
    await projected(conversation, ben, [sent.body.cursor]);
    expect(sent.body.reply_to).toMatchObject({ message: 'two', deleted: false });
    const quotes = async (as: Person) =>
      (await pageOf(as, group)).flatMap(({ reply_to }) => reply_to?.message ?? []);
    expect(await quotes(ann)).toEqual(['', '']);
    expect(await quotes(ben)).toEqual(['two', 'two']);
    const answer = nameOf(group, sent.body.cursor);
    for (const answered of [await react(ann, answer, '👍'), await unreact(ann, answer, '👍')])
      expect(answered.body.reply_to?.message).toBe('');
    for (const { uuid } of await pageOf(ann, group))
      await hide(ann, { message_group_uuid: group, message_uuid: uuid });
    await refreshed(conversation);
    expect((await get(ann, group)).message).toBe('');
  });

  test('while the member blocks the other, what comes meanwhile stays for afterwards', async () => {
    const conversation = await create();
    const { ann, ben, message_group_uuid: group } = conversation;
    const params = { user_uuid: ben.uuid };
    await call(blockUser, 'blockUser', { as: ann, params });
    await storeText(ben, ann, 'under way');
    await change(ann, group, { cleared: true });
    expect(await texts(ann, group)).toEqual([]);
    await call(unblockUser, 'unblockUser', { as: ann, params });
    expect(await texts(ann, group)).toEqual(['under way']);
    expect(await get(ann, group)).toMatchObject({ message: 'under way', unread_count: 1 });
  });

  test('an edit of before changes neither the last text nor the count', async () => {
    const conversation = await create(['one']);
    const { ann, ben, message_group_uuid: group, cursors } = conversation;
    await change(ben, group, { cleared: true });
    await edit(ann, nameOf(group, cursors[0]), 'once more');
    await refreshed(conversation);
    expect(await get(ben, group)).toMatchObject({ message: '', unread_count: 0 });
  });
});

test("nobody's settings change anybody else's row", async () => {
  const { ann, ben, message_group_uuid: group } = await create();
  const before = await rowOf(ben, group);
  for (const body of [{ list: 'archived' }, { pinned: true }, { muted_until: null }, { cleared: true }])
    await change(ann, group, body);
  expect(isDeepStrictEqual(await rowOf(ben, group), before)).toBe(true);
});

test("a stranger's request finds no group and stores nothing", async () => {
  const { message_group_uuid: group } = await create();
  const eve = await createStranger();
  expect(await change(eve, group, { cleared: true })).toMatchObject({ status: 404 });
  expect(await itemsOf(messageGroupKey(eve.uuid, group).pk)).toEqual([]);
});

test.each<[object, string]>([
  [{ list: 'requests' }, 'list_invalid'],
  [{ list: 'pinned' }, 'list_invalid'],
  [{ muted_until: 'tomorrow' }, 'muted_until_invalid'],
  [{ muted_until: '2026-02-30T00:00:00.000Z' }, 'muted_until_invalid'],
  [{ pinned: 'yes' }, 'pinned_invalid'],
  [{ cleared: false }, 'cleared_invalid'],
])('%j is refused: %s', async (body, code) => {
  const { ann, message_group_uuid: group } = await create(['one']);
  expect(await change(ann, group, body)).toMatchObject({ status: 422, errors: [code] });
});

describe('what it costs', () => {
  test.each<[string, object, { rcu: number; wcu: number }]>([
    // The row; its entry in the index is deleted and written anew, and that of the unread groups deleted.
    ['archiving an unread group', { list: 'archived' }, { rcu: 1, wcu: 4 }],
    // The pinned ones are counted. The entry of the unread groups stays.
    ['pinning', { pinned: true }, { rcu: 1.5, wcu: 3 }],
    ['muting', { muted_until: '2999-01-01T00:00:00.000Z' }, { rcu: 1, wcu: 2 }],
    // The row, the newest message, nothing later, and the message at the end; the row, its entry, and the unread one's.
    ['deleting a conversation', { cleared: true }, { rcu: 4, wcu: 3 }],
    ['nothing', { list: 'inbox' }, { rcu: 1, wcu: 0 }],
  ])('%s', async (_, body, budget) => {
    const { ann, message_group_uuid } = await create();
    const spent = unitsOf(await change(ann, message_group_uuid, body));
    expect({ rcu: Math.max(spent.rcu, budget.rcu), wcu: Math.max(spent.wcu, budget.wcu) }).toEqual(budget);
  });

  test('a page of a deleted conversation costs no more, however much lies before', async () => {
    const conversation = await create(Array.from({ length: 40 }, (_, n) => `${n}`));
    const { ann: as, message_group_uuid } = conversation;
    await change(as, message_group_uuid, { cleared: true });
    await write(conversation, 'after');
    const page = await call(listMessages, 'listMessages', { as, params: { message_group_uuid } });
    expect(unitsOf(page)).toEqual({ rcu: 1, wcu: 0 });
  });
});

test('the read marker goes on from the end of a deleted conversation', async () => {
  const conversation = await create();
  const { ann, message_group_uuid: group, cursors } = conversation;
  await change(ann, group, { cleared: true });
  await marked(conversation, ann, cursors[0] as string);
  expect(await get(ann, group)).toMatchObject({ read_to: cursors[2], cleared_to: cursors[2] });
});
