import { jest } from '@jest/globals';
import type { DynamoDBRecord } from 'aws-lambda';
import * as fc from 'fast-check';
import { sampleConversation } from '../../cli/sample/conversation.ts';
import { samplePeople } from '../../cli/sample/people.ts';
import { importConversation } from '../../cli/table/import-conversation.ts';
import { createMessageKey } from '../../client/message-key.ts';
import { handler as listMessageGroups } from '../../services/messaging/list-message-groups.ts';
import { handler as listMessages } from '../../services/messaging/list-messages.ts';
import { handler as markRead } from '../../services/messaging/mark-read.ts';
import { handler as sendMessage } from '../../services/messaging/send-message.ts';
import { handler as project } from '../../services/stream/project.ts';
import { createPerson, createStranger, type Person } from '../accounts.ts';
import { call } from '../call.ts';
import { patiently } from '../client.ts';
import { createConversation } from '../conversations.ts';
import { type Projection, startProjection } from '../projection.ts';
import { allItems } from '../table.ts';
import { resigned } from '../tokens.ts';

/** The invariants of docs/data-model.md, in their order there. */

const delivered: DynamoDBRecord[] = [];
let projection: Projection;
beforeAll(async () => {
  projection = await startProjection((event) => {
    delivered.push(...event.Records);
    return project(event);
  });
});
afterAll(() => projection.stop());

const send = (as: Pick<Person, 'token'>, body: unknown, key?: string) =>
  call(sendMessage, 'sendMessage', { as, body, headers: key ? { 'idempotency-key': key } : {} });
const mark = (as: Person, message_group_uuid: string, cursor: string) =>
  call(markRead, 'markRead', { as, params: { message_group_uuid }, body: { cursor } });
const groupsOf = async (as: Person) => (await call(listMessageGroups, 'listMessageGroups', { as })).body;

/** Every message of a group, page by page, from the newest back or from the first on. */
async function readAll(as: Person, message_group_uuid: string, from: 'newest' | 'first', limit: string) {
  const pages = [];
  let next: Record<string, string> | undefined =
    from === 'first'
      ? { limit, after: '0000-01-01T00:00:00.000Z#00000000-0000-4000-8000-000000000000' }
      : { limit };
  while (next) {
    const answer: Awaited<ReturnType<typeof page>> = await page(as, message_group_uuid, next);
    pages.push(answer.body);
    next = answer.next;
  }
  return (from === 'newest' ? pages.reverse() : pages).flat();
}
const page = (as: Person, message_group_uuid: string, query: Record<string, string>) =>
  call(listMessages, 'listMessages', { as, params: { message_group_uuid }, query });

test('1: every acknowledged send is readable exactly once, nothing that was refused is readable', async () => {
  const { ann, ben, message_group_uuid } = await createConversation();
  const third = await createStranger();
  const sent = await Promise.all(
    Array.from({ length: 40 }, async (_, n) => {
      const sender = [ann, ben, third][n % 3] as Person;
      const message = n % 5 === 4 ? ' ' : `text ${n}`;
      const key = n % 2 ? `key ${n}` : undefined;
      const ask = () => send(sender, { message, message_group_uuid }, key);
      return { message, status: (await (key ? patiently(ask) : ask())).status };
    }),
  );
  const textsAnswered = (wanted: (status: number) => boolean) =>
    sent.filter(({ status }) => wanted(status)).map(({ message }) => message);
  const acknowledged = textsAnswered((status) => status === 200);
  // Without a key, a sender whom a slow store leaves without an answer cannot know.
  const unknown = textsAnswered((status) => status === 503);
  const read = (await readAll(ann, message_group_uuid, 'newest', '10')).map(({ message }) => message);
  expect(read.filter((text) => !unknown.includes(text)).sort()).toEqual(['Hello', ...acknowledged].sort());
  expect(new Set(read).size).toBe(read.length);
  expect(acknowledged.length).toBeGreaterThan(0);
  expect(textsAnswered((status) => status === 404 || status === 400).length).toBeGreaterThan(0);
});

test('2: a non-member can neither read nor write, nor learn that the group exists', async () => {
  const { message_group_uuid, cursors } = await createConversation();
  const third = await createStranger();
  // Messages of earlier tests may not have reached the rows yet.
  await projection.drained();
  const before = await allItems();
  const answersFor = async (uuid: string) => [
    await page(third, uuid, {}),
    await send(third, { message: 'Let me in', message_group_uuid: uuid }, 'key'),
    await mark(third, uuid, cursors[0] as string),
  ];
  const visible = (answers: Awaited<ReturnType<typeof answersFor>>) =>
    answers.map(({ status, body }) => ({ status, ...body, request_id: '' }));
  const existing = visible(await answersFor(message_group_uuid));
  expect(existing).toEqual(visible(await answersFor('00000000-0000-4000-8000-000000000000')));
  expect(existing.map(({ status }) => status)).toEqual([404, 404, 404]);
  expect(await allItems()).toEqual(before);
});

test('3: two people have one message group, with exactly one row each that names the other', async () => {
  const people = await Promise.all(Array.from({ length: 4 }, () => createStranger()));
  const pairs = people.flatMap((from) => people.filter((to) => to !== from).map((to) => [from, to] as const));
  await Promise.all(pairs.map(([from, to]) => send(from, { message: 'Hi', handle: to.handle })));
  for (const person of people) {
    const others = people.filter((other) => other !== person).map(({ uuid }) => uuid);
    const groups = await groupsOf(person);
    expect(groups.map(({ user_uuid }) => user_uuid).sort()).toEqual(others.sort());
    expect(new Set(groups.map(({ uuid }) => uuid)).size).toBe(3);
  }
});

test('4: both rows show the newest message, and unread messages are those of others after the read marker', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom('ann', 'ben', 'ann reads', 'ben reads'), { maxLength: 12 }),
      async (acts) => {
        const { ann, ben, message_group_uuid, cursors } = await createConversation();
        const read = { ann: '', ben: '' };
        for (const act of acts) {
          const who = act.startsWith('ann') ? 'ann' : 'ben';
          const person = who === 'ann' ? ann : ben;
          if (act.endsWith('reads')) {
            read[who] = cursors.at(-1) as string;
            await mark(person, message_group_uuid, read[who]);
          } else cursors.push((await send(person, { message: act, message_group_uuid })).body.cursor);
        }
        await projection.drained();
        const messages = await readAll(ann, message_group_uuid, 'newest', '100');
        for (const [who, person] of Object.entries({ ann, ben })) {
          const unread = messages.filter(
            ({ cursor, user_uuid }) => cursor > read[who as 'ann'] && user_uuid !== person.uuid,
          );
          const newest = messages.at(-1);
          expect(await groupsOf(person)).toMatchObject([
            { message: newest?.message, created_at: newest?.created_at, unread_count: unread.length },
          ]);
        }
      },
    ),
    { numRuns: 15, seed: 4 },
  );
});

test('5: pages of 7 from both ends hold the 104 sample messages once, in order, while new messages arrive', async () => {
  const [nwalie, bayko] = await Promise.all(
    samplePeople.slice(0, 2).map(({ handle, display_name }) => createPerson(handle, display_name)),
  );
  if (!nwalie || !bayko) throw new Error('The sample has two people at least.');
  const { messages, rows } = sampleConversation(nwalie, bayko);
  await importConversation(messages, rows);
  const message_group_uuid = messages[0]?.message_group_uuid ?? '';
  let reading = true;
  const sending = (async () => {
    const sent = [];
    while (reading) sent.push((await send(bayko, { message: 'meanwhile', message_group_uuid })).body.cursor);
    return sent;
  })();
  const reads = [
    await readAll(nwalie, message_group_uuid, 'newest', '7'),
    await readAll(nwalie, message_group_uuid, 'first', '7'),
  ];
  reading = false;
  const sent = await sending;
  for (const read of reads) {
    const cursors = read.map(({ cursor }) => cursor);
    expect(cursors).toEqual([...new Set(cursors)].sort());
    expect(read.filter(({ message }) => message !== 'meanwhile').map(({ message }) => message)).toEqual(
      messages.map(({ message }) => message),
    );
  }
  expect(sent.length).toBeGreaterThan(0);
});

test('6: replaying, reordering or duplicating stream records changes nothing', async () => {
  const conversations = await Promise.all([
    createConversation(['1', '2', '3']),
    createConversation(['1', '2']),
  ]);
  await Promise.all(
    conversations.map(({ ann, message_group_uuid, cursors }) =>
      mark(ann, message_group_uuid, cursors[1] as string),
    ),
  );
  await projection.drained();
  const before = await allItems();
  await fc.assert(
    fc.asyncProperty(fc.shuffledSubarray([...delivered, ...delivered.slice(-5)]), async (Records) => {
      expect(await project({ Records })).toEqual({ batchItemFailures: [] });
    }),
    { numRuns: 10, seed: 6 },
  );
  expect(delivered.length).toBeGreaterThan(5);
  expect(await allItems()).toEqual(before);
});

const year2100 = Date.parse('2100-01-01T00:00:00.000Z');

test.each<[string, () => string]>([
  ['which may be any text', () => 'key'],
  ['a UUIDv7', () => createMessageKey(Date.now())],
  ['a UUIDv7 of 2100', () => createMessageKey(year2100)],
])('7: the same idempotency key, %s, gives the same message, forever', async (_, makeKey) => {
  const { ann, message_group_uuid } = await createConversation();
  const [key, body] = [makeKey(), { message: 'Once', message_group_uuid }];
  const first = await send(ann, body, key);
  for (const time of [Date.now() + 10 * 365 * 86_400_000, year2100]) {
    await at(time, async () => {
      const later = { token: resigned(ann.token, { exp: time / 1000 + 3600 }) };
      expect((await send(later, body, key)).body).toEqual(first.body);
    });
  }
  expect(await readAll(ann, message_group_uuid, 'newest', '10')).toHaveLength(2);
});

test("8: nothing changes at midnight, on 1 January, or with the server's time zone", async () => {
  expect(process.env.TZ).toBe('Pacific/Chatham');
  const { ann, ben, message_group_uuid } = await createConversation(['Hello'], createStranger);
  const newYear = Date.parse('2031-01-01T00:00:00.000Z');
  const forever = { exp: newYear / 1000 + 86_400 };
  const [annThen, benThen] = [ann, ben].map(({ token }) => ({ token: resigned(token, forever) }));
  const times = [newYear - 60_000, newYear - 1, newYear, newYear + 1, newYear + 60_000];
  for (const [n, time] of times.entries()) {
    await at(time, () =>
      send((n % 2 ? benThen : annThen) as Person, { message: `text ${n}`, message_group_uuid }),
    );
  }
  await projection.drained();
  const read = await readAll(ann, message_group_uuid, 'first', '2');
  expect(read.slice(1).map(({ created_at }) => Date.parse(created_at))).toEqual(times);
  expect((await groupsOf(ben))[0]).toMatchObject({ message: 'text 4', unread_count: 4 });
});

/** Runs `work` with the clock frozen at `time`; timers still run. */
async function at<T>(time: number, work: () => Promise<T>): Promise<T> {
  jest.useFakeTimers({ now: time, doNotFake: [...everythingButDate] });
  try {
    return await work();
  } finally {
    jest.useRealTimers();
  }
}

const everythingButDate = [
  'hrtime',
  'nextTick',
  'performance',
  'queueMicrotask',
  'setImmediate',
  'clearImmediate',
  'setInterval',
  'clearInterval',
  'setTimeout',
  'clearTimeout',
] as const;
