import { createExtra, createStranger, type Person } from '../../test/accounts.ts';
import { type Answer, call, unitsOf } from '../../test/call.ts';
import { createConversation, storeText } from '../../test/conversations.ts';
import { deviation } from '../../test/engine.ts';
import { handler as listMessageGroups } from './list-message-groups.ts';
import { handler as listMessages } from './list-messages.ts';
import { handler as markRead } from './mark-read.ts';
import { handler as sendMessage } from './send-message.ts';

/**
 * The budgets of docs/data-model.md, as DynamoDB itself reports what was consumed. Texts are short here: a
 * budget is for messages of about 400 bytes with their names and keys.
 */
const within = (answer: Answer<unknown>, budget: { rcu: number; wcu: number }) => {
  expect(answer.status).toBe(200);
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

test('pattern A: a page from the middle or the beginning costs what the newest costs', async () => {
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

test('pattern B: the next page costs what the first costs', async () => {
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

describe('sends', () => {
  const send = (as: Person, body: unknown, key?: string) =>
    call(sendMessage, 'sendMessage', { as, body, headers: key ? { 'idempotency-key': key } : {} });

  test('pattern C: 10 WCU', async () => {
    const [ann, ben] = await Promise.all([createStranger(), createStranger()]);
    const first = await send(ann, { message: 'Hi', handle: ben.handle }, 'key');
    within(first, { rcu: 0, wcu: 10 + deviation.transactionalIndexWrites * 2 });
  });

  test('pattern D: 1 RCU and 4 WCU, without an idempotency key 1 WCU', async () => {
    const { ann, message_group_uuid } = await createConversation();
    within(await send(ann, { message: 'Hi', message_group_uuid }, 'key'), { rcu: 1, wcu: 4 });
    within(await send(ann, { message: 'Hi', message_group_uuid }), { rcu: 1, wcu: 1 });
  });

  test('pattern C again with its key: 4 RCU and 8 WCU, to somebody who talks to no, few or many others', async () => {
    const spent = [];
    for (const others of [0, 1, 3, 60]) {
      const [ann, ben] = await Promise.all([createStranger(), createStranger()]);
      const friends = await Promise.all(texts(others).map(() => createExtra()));
      await Promise.all(friends.map((friend) => storeText(friend, ben, 'Hi')));
      const first = () => send(ann, { message: 'Hi', handle: ben.handle }, 'key');
      await first();
      const { status, ...again } = await first();
      spent.push({ status, ...unitsOf({ status, ...again }) });
    }
    // Read: the receipt, the message, and the row of each of the two. Written: a transaction of four that is cancelled.
    expect(spent).toEqual(spent.map(() => ({ status: 200, rcu: 4, wcu: 8 })));
  });
});

test.each([
  [1, 2],
  [20, 3],
  [100, 12],
])('the read marker with %i messages after it: %d RCU and 2 WCU', async (count, rcu) => {
  const conversation = await createConversation(texts(count + 1));
  const { ben: as, message_group_uuid, cursors } = conversation;
  const params = { message_group_uuid };
  within(await call(markRead, 'markRead', { as, params, body: { cursor: cursors[0] } }), { rcu, wcu: 2 });
});
