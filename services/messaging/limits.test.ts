import { jest } from '@jest/globals';
import { createExtra, type Person } from '../../test/accounts.ts';
import { call, unitsOf } from '../../test/call.ts';
import { stopClock } from '../../test/clock-stopped.ts';
import { storeText } from '../../test/conversations.ts';
import { Schedule } from '../../test/faults.ts';
import { strikeCalls } from '../../test/install-faults.ts';
import { itemsOf } from '../../test/table.ts';

process.env.CRUDDUR_LIMITS = 'messages=3,conversations=2,changes=3';
const { handler: sendMessage } = await import('./send-message.ts');
const { edit, react, remove, unreact } = await import('../../test/messages.ts');
const { handler: listLimits } = await import('./list-limits.ts');
const { getMessage } = await import('../../shared/dynamo/messages.ts');
const { messageGroupUuid, messagesOf } = await import('../../shared/dynamo/keys.ts');

strikeCalls();
let goOn: (seconds: number) => void;
beforeEach(() => {
  goOn = stopClock();
});
afterEach(() => jest.restoreAllMocks());

const send = (as: Person, body: unknown) => call(sendMessage, 'sendMessage', { as, body });
const limits = (as: Person) => call(listLimits, 'listLimits', { as });

async function acquainted() {
  const [ann, ben] = await Promise.all([createExtra(), createExtra()]);
  await storeText(ann, ben, 'before', Date.now() - 60_000);
  return { ann, ben, message_group_uuid: messageGroupUuid(ann.uuid, ben.uuid) };
}

test('a message over the limit is refused with the seconds to wait, and stored nowhere', async () => {
  const { ann, ben, message_group_uuid } = await acquainted();
  const statuses = [];
  for (const body of [{ message_group_uuid }, { handle: ben.handle }, { message_group_uuid }])
    statuses.push((await send(ann, { message: 'hi', ...body })).status);
  expect(statuses).toEqual([200, 200, 200]);
  const refused = await send(ann, { message: 'too much', message_group_uuid });
  const seconds = 60 - Math.floor((Date.now() / 1000) % 60);
  expect(refused).toMatchObject({
    status: 429,
    errors: ['rate_limited'],
    headers: {
      'retry-after': `${seconds}`,
      'ratelimit-policy': '"messages";q=3;w=60',
      ratelimit: `"messages";r=0;t=${seconds}`,
    },
  });
  const texts = (await itemsOf(messagesOf(message_group_uuid))).map(({ message }) => message);
  expect(texts).toEqual(['before', 'hi', 'hi', 'hi']);
  goOn(seconds);
  expect((await send(ann, { message: 'again', message_group_uuid })).status).toBe(200);
});

test('messages at once pass exactly up to the limit, and the other side is free to answer', async () => {
  const { ann, ben, message_group_uuid } = await acquainted();
  const body = { message: 'hi', message_group_uuid };
  const answers = await Promise.all(Array.from({ length: 9 }, () => send(ann, body)));
  expect(answers.map(({ status }) => status).sort()).toEqual([...Array(3).fill(200), ...Array(6).fill(429)]);
  expect((await send(ben, body)).status).toBe(200);
});

test('a new conversation counts by itself, for a day', async () => {
  const [ann, ...others] = await Promise.all(Array.from({ length: 4 }, () => createExtra()));
  const statuses = [];
  for (const { handle } of others)
    statuses.push((await send(ann as Person, { message: 'hi', handle })).status);
  expect(statuses).toEqual([200, 200, 429]);
  const [second] = others.slice(1);
  expect((await send(ann as Person, { message: 'hi', handle: second?.handle })).status).toBe(200);
  const refused = await send(ann as Person, { message: 'hi', handle: others[2]?.handle });
  const seconds = 86_400 - Math.floor((Date.now() / 1000) % 86_400);
  expect(refused.headers).toMatchObject({
    'retry-after': `${seconds}`,
    'ratelimit-policy': '"conversations";q=2;w=86400',
  });
});

test('everybody can read what is left of their limits', async () => {
  const { ann, ben, message_group_uuid } = await acquainted();
  await send(ann, { message: 'hi', message_group_uuid });
  const { body, ...answer } = await limits(ann);
  expect(body.map(({ name, remaining }) => [name, remaining])).toEqual([
    ['messages', 2],
    ['conversations', 2],
    ['changes', 3],
    ['searches', 60],
    ['messageSearches', 60],
    ['peopleFound', 500],
    ['reports', 20],
    ['exports', 2],
    ['renames', 10],
  ]);
  expect(unitsOf({ body, ...answer })).toEqual({ rcu: 4.5, wcu: 0 });
  for (let count = 0; count < 4; count++) await send(ann, { message: 'hi', message_group_uuid });
  expect((await limits(ann)).body[0]).toMatchObject({ limit: 3, window_s: 60, remaining: 0 });
  expect((await limits(ben)).body[0]).toMatchObject({ remaining: 3 });
});

test('edits and reactions over the limit are refused and change nothing; deleting and taking off are free', async () => {
  const { ann, message_group_uuid } = await acquainted();
  const { body: sent } = await send(ann, { message: 'first', message_group_uuid });
  const message = { message_group_uuid, message_uuid: sent.uuid };
  const cursor = `${sent.created_at}#${sent.uuid}`;
  const answers = [
    await edit(ann, message, 'second'),
    // What changes nothing is free.
    await edit(ann, message, 'second'),
    await react(ann, message, '👍'),
    await unreact(ann, message, '👍'),
    await react(ann, message, '👍'),
  ];
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
  const seconds = 60 - Math.floor((Date.now() / 1000) % 60);
  const before = await getMessage(message_group_uuid, cursor);
  for (const refused of [await edit(ann, message, 'third'), await react(ann, message, '🎉')])
    expect(refused).toMatchObject({
      status: 429,
      errors: ['rate_limited'],
      headers: { 'retry-after': `${seconds}`, 'ratelimit-policy': '"changes";q=3;w=60' },
    });
  expect(await getMessage(message_group_uuid, cursor)).toEqual(before);
  expect((await unreact(ann, message, '👍')).status).toBe(200);
  expect((await remove(ann, message)).status).toBe(204);
});

test('a counter that cannot be written lets the message pass', async () => {
  const { ann, message_group_uuid } = await acquainted();
  const body = { message: 'hi', message_group_uuid };
  for (let count = 0; count < 3; count++) await send(ann, body);
  const schedule = new Schedule({ 1: 'throttled throughout' });
  const answer = await schedule.process(() => send(ann, body));
  expect(schedule.calls.slice(0, 2)).toEqual(['GetItemCommand', 'UpdateItemCommand']);
  expect(answer).toMatchObject({ status: 200 });
});
