import { createMessageKey } from '../../client/message-key.ts';
import { createExtra, createStranger, type Person } from '../../test/accounts.ts';
import { type Answer, call, unitsOf } from '../../test/call.ts';
import { createConversation, storeText } from '../../test/conversations.ts';
import { deviation } from '../../test/engine.ts';
import { edit, hide, nameOf, react, remove, sendTo, unreact } from '../../test/messages.ts';
import { marked, projected, refreshed } from '../../test/spent.ts';
import { handler as getMessageGroup } from './get-message-group.ts';
import { handler as listChanges } from './list-changes.ts';
import { handler as listEdits } from './list-edits.ts';
import { handler as listMessageGroups } from './list-message-groups.ts';
import { handler as listMessages } from './list-messages.ts';
import { handler as markRead } from './mark-read.ts';
import { handler as sendMessage } from './send-message.ts';

/**
 * The capacity budgets of docs/data-model.md, against the consumed capacity that DynamoDB reports. Texts are short: a
 * budget is for messages of about 400 bytes, names and keys included.
 */
const within = (answer: Answer<unknown>, budget: { rcu: number; wcu: number }) => {
  expect([200, 204]).toContain(answer.status);
  const spent = unitsOf(answer);
  expect({ rcu: Math.max(spent.rcu, budget.rcu), wcu: Math.max(spent.wcu, budget.wcu) }).toEqual(budget);
  expect(spent.rcu + spent.wcu).toBeGreaterThan(0);
};

const texts = (count: number) => Array.from({ length: count }, (_, n) => `text ${n}`);

test.each([
  [1, 1],
  [20, 1.5],
  [50, 3],
  [100, 6],
])('pattern A: %i messages for %d RCU', async (count, rcu) => {
  const { ann: as, message_group_uuid } = await createConversation(texts(count));
  const query = { limit: String(count) };
  within(await call(listMessages, 'listMessages', { as, params: { message_group_uuid }, query }), {
    rcu,
    wcu: 0,
  });
});

test('pattern A: a page from the middle or the beginning costs the same as the newest', async () => {
  const { ann: as, message_group_uuid, cursors } = await createConversation(texts(70));
  const places: Record<string, string>[] = [
    {},
    { before: cursors[40] ?? '' },
    { before: cursors[20] ?? '' },
    { after: cursors[30] ?? '' },
  ];
  for (const place of places) {
    const query = { limit: '20', ...place };
    const page = await call(listMessages, 'listMessages', { as, params: { message_group_uuid }, query });
    expect(page.body).toHaveLength(20);
    within(page, { rcu: 1.5, wcu: 0 });
  }
});

test.each([
  [1, 0.5],
  [20, 1.5],
  [100, 6],
])('pattern B: %i message groups for %d RCU', async (count, rcu) => {
  const ann = await createStranger();
  const others = await Promise.all(texts(count).map(() => createStranger()));
  await Promise.all(others.map((other) => storeText(other, ann, 'Hi')));
  const query = { limit: String(count) };
  within(await call(listMessageGroups, 'listMessageGroups', { as: ann, query }), { rcu, wcu: 0 });
});

test('pattern B: the next page costs the same as the first', async () => {
  const ann = await createStranger();
  const others = await Promise.all(texts(45).map(() => createStranger()));
  await Promise.all(others.map((other) => storeText(other, ann, 'Hi')));
  const page = (query: Record<string, string>) =>
    call(listMessageGroups, 'listMessageGroups', { as: ann, query: { limit: '20', ...query } });
  const first = await page({});
  const next = await page(first.next ?? {});
  expect([first, next].map(({ body }) => body.length)).toEqual([20, 20]);
  for (const answer of [first, next]) within(answer, { rcu: 1.5, wcu: 0 });
});

describe('only the unread ones', () => {
  const unread = (ann: Person, limit: string) =>
    call(listMessageGroups, 'listMessageGroups', { as: ann, query: { unread: 'true', limit } });

  test('of forty groups that were read: 0.5 RCU', async () => {
    const ann = await createStranger();
    for (let n = 0; n < 40; n += 20) {
      const others = await Promise.all(texts(20).map(() => createExtra()));
      for (const ben of others) {
        const cursor = await storeText(ben, ann, 'x'.repeat(1000));
        await refreshed({ ann, ben });
        await marked({ ann, ben }, ann, cursor);
      }
    }
    const answer = await unread(ann, '1');
    expect(answer.body).toEqual([]);
    expect(unitsOf(answer)).toEqual({ rcu: 0.5 + deviation.emptyPages, wcu: 0 });
  }, 120_000);

  test('0.5 RCU for each that is found, and 0.5', async () => {
    const ann = await createStranger();
    const others = await Promise.all(texts(20).map(() => createExtra()));
    for (const ben of others) {
      await storeText(ben, ann, 'Hi');
      await refreshed({ ann, ben });
    }
    const answer = await unread(ann, '20');
    expect(answer.body).toHaveLength(20);
    within(answer, { rcu: 20 * 0.5 + 0.5, wcu: 0 });
  });
});

describe('sends', () => {
  const send = (as: Person, body: unknown, key?: string) =>
    call(sendMessage, 'sendMessage', { as, body, headers: key ? { 'idempotency-key': key } : {} });

  const fresh = () => createMessageKey(Date.now());
  const late = () => createMessageKey(Date.now() - 3_600_000);
  const other = () => 'key';
  const none = () => undefined;

  test.each<[string, () => string | undefined, number]>([
    ['a UUIDv7 as its key', fresh, 11],
    ['no key', none, 11],
    ['another key', other, 13],
  ])('pattern C with %s', async (_, key, wcu) => {
    const [ann, ben] = await Promise.all([createStranger(), createStranger()]);
    const first = await send(ann, { message: 'Hi', handle: ben.handle }, key());
    within(first, { rcu: 3, wcu: wcu + deviation.transactionalIndexWrites * 2 });
  });

  test.each<[string, () => string | undefined, { rcu: number; wcu: number }]>([
    // One write counts the send.
    ['a UUIDv7 as its key', fresh, { rcu: 1, wcu: 2 }],
    ['no key', none, { rcu: 1, wcu: 2 }],
    ['a UUIDv7 that is not fresh', late, { rcu: 2, wcu: 5 }],
    ['another key', other, { rcu: 1, wcu: 5 }],
  ])('pattern D with %s, to the group or to the person', async (_, key, budget) => {
    const [one, two] = await Promise.all([createConversation(texts(50)), createConversation(texts(50))]);
    const toGroup = { message: 'Hi', message_group_uuid: one.message_group_uuid };
    within(await send(one.ann, toGroup, key()), budget);
    within(await send(two.ann, { message: 'Hi', handle: two.ben.handle }, key()), budget);
  });

  test('pattern D with a text of 1,024 letters: 3 WCU', async () => {
    const { ann, message_group_uuid } = await createConversation();
    const sent = await send(ann, { message: 'a'.repeat(1_024), message_group_uuid }, fresh());
    within(sent, { rcu: 1, wcu: 3 });
  });

  test.each([
    // The caller's row, the newest message, and the row of each of the two.
    ['a UUIDv7', fresh],
    // Here it is the message that the receipt names.
    ['another key', other],
  ])(
    'pattern C with %s costs the same for every receiver, and repeated 4 RCU and 5 WCU, however many conversations they have',
    async (_, makeKey) => {
      const firstSpent: object[] = [];
      const spent = [];
      for (const others of [0, 1, 3, 60]) {
        const [ann, ben] = await Promise.all([createStranger(), createStranger()]);
        const friends = await Promise.all(texts(others).map(() => createExtra()));
        await Promise.all(friends.map((friend) => storeText(friend, ben, 'Hi')));
        const key = makeKey();
        const first = () => send(ann, { message: 'Hi', handle: ben.handle }, key);
        firstSpent.push(unitsOf(await first()));
        const { status, ...again } = await first();
        spent.push({ status, ...unitsOf({ status, ...again }) });
      }
      expect(firstSpent).toEqual(firstSpent.map(() => firstSpent[0]));
      // Writes: the counter, and a cancelled transaction of two items.
      expect(spent).toEqual(spent.map(() => ({ status: 200, rcu: 4, wcu: 5 })));
    },
  );
});

test('the read marker at the newest message: 2 RCU and 3 WCU, of which one takes the group out of the unread ones', async () => {
  const conversation = await createConversation(texts(40));
  await refreshed(conversation);
  const { ann, ben, message_group_uuid } = conversation;
  const cursor = await storeText(ann, ben, 'newest');
  await projected(conversation, ann, [cursor]);
  const params = { message_group_uuid };
  within(await call(markRead, 'markRead', { as: ben, params, body: { cursor } }), { rcu: 2, wcu: 3 });
});

test.each([2, 20, 100, 190])('the read marker with %i messages after it: 3 RCU and 2 WCU', async (count) => {
  const conversation = await createConversation(texts(count + 1));
  await refreshed(conversation);
  const { ben: as, message_group_uuid, cursors } = conversation;
  const params = { message_group_uuid };
  within(await call(markRead, 'markRead', { as, params, body: { cursor: cursors[0] } }), { rcu: 3, wcu: 2 });
});

describe('changes of a message', () => {
  const excess = deviation.transactionalIndexWrites;

  test('an edit: 2 RCU and 6 WCU the first time, then 7; the same text again 1 RCU', async () => {
    const { ann, message_group_uuid, cursors } = await createConversation(texts(50));
    const message = nameOf(message_group_uuid, cursors[0]);
    within(await edit(ann, message, 'second'), { rcu: 2, wcu: 6 + excess });
    within(await edit(ann, message, 'third'), { rcu: 2, wcu: 7 + excess });
    within(await edit(ann, message, 'third'), { rcu: 1, wcu: 0 });
  });

  test('a deletion: 1 RCU and 2 WCU; of an edited message 2 RCU, 3 WCU and 1 for each earlier text', async () => {
    const { ann, message_group_uuid, cursors } = await createConversation(texts(50));
    within(await remove(ann, nameOf(message_group_uuid, cursors[0])), { rcu: 1, wcu: 2 });
    const edited = nameOf(message_group_uuid, cursors[2]);
    for (const text of ['second', 'third', 'fourth']) await edit(ann, edited, text);
    within(await remove(ann, edited), { rcu: 2, wcu: 3 + 3 });
    within(await remove(ann, edited), { rcu: 1, wcu: 0 });
  });

  test('a reaction: 2 RCU and 4 WCU at most; taking it off and hiding: 1 RCU and 3 WCU; again 1 RCU', async () => {
    const { ann, message_group_uuid, cursors } = await createConversation(texts(50));
    const message = nameOf(message_group_uuid, cursors[0]);
    for (const emoji of ['👍', '🎉', '😀', '😢', '👨‍👩‍👧‍👦'])
      within(await react(ann, message, emoji), { rcu: 2, wcu: 4 });
    within(await react(ann, message, '👍'), { rcu: 1, wcu: 0 });
    within(await unreact(ann, message, '👍'), { rcu: 1, wcu: 3 });
    within(await hide(ann, message), { rcu: 1, wcu: 3 });
    within(await hide(ann, message), { rcu: 1, wcu: 0 });
  });

  test('a reply costs the read of what it answers more; a page half a unit for each one elsewhere', async () => {
    const { ann: as, message_group_uuid, cursors } = await createConversation(texts(50));
    for (const cursor of cursors.slice(0, 20)) {
      const reply_to = cursor.slice(25);
      within(await sendTo(as, { message: 're', message_group_uuid, reply_to }), { rcu: 2.5, wcu: 2 });
    }
    const page = await call(listMessages, 'listMessages', { as, params: { message_group_uuid } });
    // Each reply is 44 bytes longer, so that twenty are just over 8 KB.
    within(page, { rcu: 2 + 20 * 0.5, wcu: 0 });
    expect(page.body.every(({ reply_to }) => reply_to)).toBe(true);
  });

  test('the earlier texts: 2 RCU; changes: 1 RCU, however many messages never changed', async () => {
    const { ann, ben: as, message_group_uuid, cursors } = await createConversation(texts(200));
    const message = nameOf(message_group_uuid, cursors[0]);
    for (const text of ['second', 'third']) await edit(ann, message, text);
    within(await call(listEdits, 'listEdits', { as, params: { ...message } }), { rcu: 2, wcu: 0 });
    const query = { since: '2020-01-01T00:00:00.000Z' };
    within(await call(listChanges, 'listChanges', { as, params: { message_group_uuid }, query }), {
      rcu: 1,
      wcu: 0,
    });
  });
});

test('one group with its members: 1 RCU', async () => {
  const { ann: as, message_group_uuid } = await createConversation();
  within(await call(getMessageGroup, 'getMessageGroup', { as, params: { message_group_uuid } }), {
    rcu: 1,
    wcu: 0,
  });
});
