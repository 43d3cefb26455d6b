import { jest } from '@jest/globals';
import { messageGroupUuid } from '../../shared/dynamo/keys.ts';
import { query } from '../../shared/postgres/client.ts';
import { createExtra, createPerson, type Person } from '../accounts.ts';
import { type Answer, call } from '../call.ts';
import { patiently } from '../client.ts';
import { stopClock } from '../clock-stopped.ts';
import { createConversation } from '../conversations.ts';
import { overOutages } from '../install-faults.ts';

/** Each attack goes on until its limit stops it, with the numbers that a stage has, while others go on as before. */
process.env.CRUDDUR_LIMITS = '';
const { handler: sendMessage } = await import('../../services/messaging/send-message.ts');
const { handler: createReport } = await import('../../services/messaging/create-report.ts');
const { handler: exportMe } = await import('../../services/messaging/export-me.ts');
const { handler: listMessageGroups } = await import('../../services/messaging/list-message-groups.ts');
const { handler: searchUsers } = await import('../../services/users/search-users.ts');
const { handler: updateMe } = await import('../../services/users/update-me.ts');

const { projected } = await import('../spent.ts');

jest.setTimeout(300_000);

let goOn: (seconds: number) => void;
beforeEach(() => {
  goOn = stopClock();
});
afterEach(() => jest.restoreAllMocks());

const send = (as: Person, { handle }: Person) =>
  call(sendMessage, 'sendMessage', { as, body: { message: 'Buy this', handle } });
const search = (as: Person, q: string) => call(searchUsers, 'searchUsers', { as, query: { q } });

const allowRequests = (as: Person) => call(updateMe, 'updateMe', { as, body: { who_may_write: 'requests' } });
const list = (as: Person, query: Record<string, string>) =>
  patiently(() => call(listMessageGroups, 'listMessageGroups', { as, query }));

/** Attacks with four requests at once. */
async function attack<Body>(requests: (() => Promise<Answer<Body>>)[]) {
  const answers: Answer<Body>[] = [];
  const queue = requests.values();
  const worker = async () => {
    for (const request of queue) answers.push(await request());
  };
  await Promise.all([worker(), worker(), worker(), worker()]);
  const passed = answers.filter(({ status }) => status === 200);
  const others = answers.filter(({ status }) => status !== 200);
  // A busy machine answers 503 now and then, to a use that may be counted.
  const unclear = others.filter(({ status }) => status === 503).length;
  const codes = new Set(others.flatMap(({ status, errors }) => (status === 503 ? [] : errors)));
  return { passed: passed.length, unclear, codes: [...codes] };
}

function expectStopped({ passed, unclear, codes }: Awaited<ReturnType<typeof attack>>, limit: number): void {
  expect(passed).toBeLessThanOrEqual(limit);
  expect(passed + unclear).toBeGreaterThanOrEqual(limit);
  expect(codes).toEqual(['rate_limited']);
}

const times = <T>(count: number, make: (n: number) => T) => Array.from({ length: count }, (_, n) => make(n));
const people = (count: number) => Promise.all(times(count, () => createExtra()));

test('one account floods one person: 60 messages in a minute, and no more', async () => {
  const [mallory, victim, friend] = (await people(3)) as [Person, Person, Person];
  await patiently(() => send(mallory, victim));
  expectStopped(await attack(times(90, () => () => send(mallory, victim))), 60);
  expect((await patiently(() => send(friend, victim))).status).toBe(200);
  const list = await patiently(() => call(listMessageGroups, 'listMessageGroups', { as: victim }));
  expect(list.body.map(({ handle }) => handle).sort()).toEqual([friend.handle, mallory.handle].sort());
});

test('one account writes on to somebody who never answers: a hundred messages, and no more', async () => {
  const [mallory, victim] = (await people(2)) as [Person, Person];
  const sent: string[] = [];
  const sendOne = async () => {
    const answer = await send(mallory, victim);
    if (answer.status === 200) sent.push(answer.body.cursor);
    return answer;
  };
  await patiently(sendOne);
  for (let minute = 0; sent.length < 100 && minute < 20; minute++) {
    await attack(times(Math.min(20, 100 - sent.length), () => sendOne));
    await overOutages(() => projected({ ann: mallory, ben: victim }, mallory, sent));
    goOn(60);
  }
  expect(await attack(times(10, () => sendOne))).toMatchObject({ passed: 0, codes: ['too_many_unanswered'] });
  const message_group_uuid = messageGroupUuid(mallory.uuid, victim.uuid);
  const answer = await patiently(() =>
    call(sendMessage, 'sendMessage', { as: victim, body: { message: 'What?', message_group_uuid } }),
  );
  await overOutages(() => projected({ ann: mallory, ben: victim }, victim, [answer.body.cursor]));
  expect((await patiently(sendOne)).status).toBe(200);
});

test('one account writes to everybody: 30 conversations in a day, and no more', async () => {
  const [mallory, friend, ...victims] = (await people(62)) as [Person, Person, ...Person[]];
  expectStopped(await attack(victims.map((victim) => () => send(mallory, victim))), 30);
  expect((await patiently(() => send(friend, victims[0] as Person))).status).toBe(200);
});

test('one account floods one person who takes requests: three messages, and no more, until they are accepted', async () => {
  const [mallory, victim, friend] = (await people(3)) as [Person, Person, Person];
  await patiently(() => allowRequests(victim));
  await patiently(() => send(mallory, victim));
  const { passed, unclear, codes } = await attack(times(40, () => () => send(mallory, victim)));
  expect(passed).toBeLessThanOrEqual(2);
  expect(passed + unclear).toBeGreaterThanOrEqual(2);
  expect(codes).toEqual(['request_not_accepted']);
  await patiently(() => send(friend, victim));
  // Nothing of it is in the inbox, or counts as unread.
  expect((await list(victim, { list: 'inbox' })).body).toEqual([]);
  expect((await list(victim, { unread: 'true' })).body).toEqual([]);
  const waiting = await list(victim, { list: 'requests' });
  expect(waiting.body.map(({ handle }) => handle).sort()).toEqual([friend.handle, mallory.handle].sort());
  expect((await patiently(() => send(victim, friend))).status).toBe(200);
  expect((await patiently(() => send(friend, victim))).status).toBe(200);
});

test('one account writes to everybody who takes requests: 30 requests in a day, and no more', async () => {
  const [mallory, friend, ...victims] = (await people(42)) as [Person, Person, ...Person[]];
  for (const victim of victims) await patiently(() => allowRequests(victim));
  expectStopped(await attack(victims.map((victim) => () => send(mallory, victim))), 30);
  const last = victims.at(-1) as Person;
  expect((await patiently(() => send(friend, last))).status).toBe(200);
  const waiting = await list(last, { list: 'requests' });
  expect(waiting.body.map(({ handle }) => handle)).toContain(friend.handle);
});

test('one account reads the directory: 500 people in a day and one more answer, and no more', async () => {
  // 650 people: in 26 groups of 25 by their first two letters.
  await query(
    (sql) => sql`
      insert into users (uuid, display_name, handle, email, cognito_user_id)
      select gen_random_uuid(), 'Q' || a.letter || ' ' || b.letter, 'q' || a.letter || '_' || b.letter,
        a.letter || b.letter || '@example.test', 'sub ' || a.letter || b.letter
      from regexp_split_to_table('abcdefghijklmnopqrstuvwxyz', '') as a(letter),
        regexp_split_to_table('abcdefghijklmnopqrstuvwxy', '') as b(letter)`,
  );
  const letters = [...'abcdefghijklmnopqrstuvwxyz'];
  const mallory = await createExtra();
  const shown = new Set<string>();
  let refused = 0;
  for (const beginning of letters.flatMap((a) => [`q${a}`, ...[...'uvwxy'].map((b) => `q${a}_${b}`)])) {
    // Slowly enough for the limit of a minute.
    goOn(1);
    const { status, body } = await search(mallory, beginning);
    if (status === 200) for (const { uuid } of body) shown.add(uuid);
    else if (status === 429) refused++;
  }
  expect(refused).toBeGreaterThan(0);
  expect(shown.size).toBeLessThanOrEqual(519);
  const other = await createExtra();
  expect((await patiently(() => search(other, 'qa'))).body).toHaveLength(20);
});

test('one account renames itself to make others work: 10 times in a day, and no more', async () => {
  const mallory = await createPerson('mallory');
  const rename = (n: number) => () =>
    call(updateMe, 'updateMe', { as: mallory, body: { display_name: `Mallory ${n}` } });
  expectStopped(await attack(times(20, rename)), 10);
});

/** Short requests of a member that cost the stores, or the operator, much more than they cost the member. */
const dear: [string, number, (as: Person, message_group_uuid: string) => Promise<Answer<unknown>>][] = [
  ['an export reads everything that somebody may read', 2, (as) => call(exportMe, 'exportMe', { as })],
  [
    'a report copies 21 messages, and somebody reads it',
    20,
    (as, message_group_uuid) =>
      call(createReport, 'createReport', { as, body: { message_group_uuid, reason: 'spam' } }),
  ],
];

test.each(dear)(
  'one account asks for dear work, %s: %i times in a day, and no more',
  async (_, limit, ask) => {
    const { ann: mallory, ben: other, message_group_uuid } = await createConversation();
    expectStopped(await attack(times(limit + 10, () => () => ask(mallory, message_group_uuid))), limit);
    expect((await patiently(() => ask(other, message_group_uuid))).status).toBe(200);
  },
);
