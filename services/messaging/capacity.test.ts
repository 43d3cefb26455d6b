import { createStranger, type Person } from '../../shared/testing/accounts.ts';
import { type Answer, call, unitsOf } from '../../shared/testing/call.ts';
import { createConversation, storeText } from '../../shared/testing/conversations.ts';
import { deviation } from '../../shared/testing/engine.ts';
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

test('pattern A: 20 messages for 1.5 RCU, 50 for 3', async () => {
  const { ann: as, message_group_uuid } = await createConversation(texts(60));
  const list = (limit: string) =>
    call(listMessages, 'listMessages', { as, params: { message_group_uuid }, query: { limit } });
  within(await list('20'), { rcu: 1.5, wcu: 0 });
  within(await list('50'), { rcu: 3, wcu: 0 });
});

test('pattern B: 20 message groups for 1.5 RCU', async () => {
  const ann = await createStranger();
  const others = await Promise.all(texts(25).map(() => createStranger()));
  await Promise.all(others.map((other) => storeText(other, ann, 'Hi')));
  within(await call(listMessageGroups, 'listMessageGroups', { as: ann }), { rcu: 1.5, wcu: 0 });
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
});

test('the read marker: 2 RCU and 2 WCU', async () => {
  const { ben: as, message_group_uuid, cursors } = await createConversation(texts(10));
  const params = { message_group_uuid };
  within(await call(markRead, 'markRead', { as, params, body: { cursor: cursors[8] } }), { rcu: 2, wcu: 2 });
});
