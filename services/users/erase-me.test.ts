import { randomUUID } from 'node:crypto';
import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { jest } from '@jest/globals';
import { rebuildTable } from '../../cli/repair/rebuild-table.ts';
import { redriveFailures } from '../../cli/repair/redrive-failures.ts';
import { block } from '../../shared/dynamo/blocks.ts';
import { documents, tableName } from '../../shared/dynamo/client.ts';
import { storeConnection } from '../../shared/dynamo/connections.ts';
import { SETTLED_MS } from '../../shared/dynamo/erasure/stages.ts';
import { confirmErasure, type Job, prepareErasure } from '../../shared/dynamo/jobs.ts';
import { jobKey, messageGroupKey, messageGroupUuid, messagesOf } from '../../shared/dynamo/keys.ts';
import { createRow, getRow, rowNaming } from '../../shared/dynamo/message-groups.ts';
import { getMessage, type StoredMessage } from '../../shared/dynamo/messages.ts';
import { refreshMessageGroup } from '../../shared/dynamo/projection.ts';
import { storeSubscription } from '../../shared/dynamo/push-subscriptions.ts';
import { runStep } from '../../shared/dynamo/run-job.ts';
import { searchedAs } from '../../shared/dynamo/searched-as.ts';
import { metered } from '../../shared/edge/metering.ts';
import { eraseUser } from '../../shared/postgres/erasure.ts';
import { storeWords } from '../../shared/postgres/searched-messages.ts';
import { createAccount, createStranger, type Person, signInAgain } from '../../test/accounts.ts';
import { call } from '../../test/call.ts';
import { checkPeople } from '../../test/check-people.ts';
import { patiently } from '../../test/client.ts';
import { storeText } from '../../test/conversations.ts';
import { overOutages } from '../../test/install-faults.ts';
import { finishJobs, jobRecordOf, unfinishedJobs } from '../../test/jobs.ts';
import { asMaster } from '../../test/master.ts';
import { edit, pageOf, react, sendTo } from '../../test/messages.ts';
import { startProjection } from '../../test/projection.ts';
import { subscriptionOf } from '../../test/push-service.ts';
import { itemsOf } from '../../test/table.ts';
import { resigned } from '../../test/tokens.ts';
import { tracesOf } from '../../test/traces.ts';
import { handler as blockUser } from '../messaging/block-user.ts';
import { handler as getMessageGroup } from '../messaging/get-message-group.ts';
import { handler as listMessageGroups } from '../messaging/list-message-groups.ts';
import { handler as indexMessages } from '../stream/index-messages.ts';
import { handler as project } from '../stream/project.ts';
import { handler as eraseMe } from './erase-me.ts';
import { handler as getMe } from './get-me.ts';
import { handler as getUserShort } from './get-user-short.ts';
import { handler as registerMe } from './register-me.ts';
import { handler as searchUsers } from './search-users.ts';
import { handler as updateMe } from './update-me.ts';

afterEach(() => jest.restoreAllMocks());

const erase = (as: Pick<Person, 'token'>, messages: unknown = 'erase') =>
  patiently(() => call(eraseMe, 'eraseMe', { as, body: { messages } }));
const step = (job: Job) => project({ Records: [jobRecordOf(job)] });
const groupsOf = async (as: Person) =>
  (await patiently(() => call(listMessageGroups, 'listMessageGroups', { as }))).body;

/** Carries the erasure to its end, past the time that it waits for late writes. */
async function finish(): Promise<void> {
  const now = Date.now.bind(Date);
  jest.spyOn(Date, 'now').mockImplementation(() => now() + SETTLED_MS + 1_000);
  await finishJobs({ step });
  jest.restoreAllMocks();
}

/** The same, by the event source mapping, which also brings rows up to date with deleted messages. */
async function finishByStream(): Promise<void> {
  const projection = await startProjection(project);
  const now = Date.now.bind(Date);
  jest.spyOn(Date, 'now').mockImplementation(() => now() + SETTLED_MS + 1_000);
  while ((await unfinishedJobs()).length > 0) await projection.drained();
  await projection.drained();
  await projection.stop();
  jest.restoreAllMocks();
}

/** Follows all records that the stream has, those of before an erasure too. */
async function index(): Promise<void> {
  const indexing = await startProjection(indexMessages, 'indexMessages');
  await indexing.drained();
  await indexing.stop();
}

const countSearched = (member: Person) =>
  asMaster(async (sql) => {
    const [row] = await sql`
      select count(*)::integer as count from searched_messages where member_uuid = ${member.uuid} and words <> ''`;
    return row?.count;
  });

/** Somebody with a name, a handle and texts that are nowhere else. */
async function createKnown(): Promise<Person> {
  const unique = randomUUID().slice(0, 8);
  const account = await createAccount(`known_${unique}`, `Known ${unique}`);
  const { body } = await call(registerMe, 'registerMe', { as: account, body: {} });
  return { ...account, ...body };
}

const wordsOf = ({ handle, display_name, email }: Person) => [handle, display_name, email];

/** Each with a receipt: a key that is no UUIDv7. */
function say(as: Person, body: object) {
  const key = randomUUID();
  return patiently(() => sendTo(as, body, key));
}

/** Ann has written to Ben and Cat, been answered, reacted, blocked and been blocked, and more. */
async function createLife() {
  const [ann, ben, cat, dan, eve] = await Promise.all([
    createKnown(),
    createStranger(),
    createStranger(),
    createStranger(),
    createStranger(),
  ]);
  const texts = ['the first of all', 'edited away', 'quite other words', 'to Cat alone'];
  const first = (await say(ann, { message: texts[0], handle: ben.handle })).body;
  const group = first.message_group_uuid;
  const answer = (await say(ben, { message: 'Ben answers', message_group_uuid: group })).body;
  const edited = (await say(ann, { message: texts[1], message_group_uuid: group })).body;
  await patiently(() => edit(ann, { message_group_uuid: group, message_uuid: edited.uuid }, texts[2]));
  await say(ann, { message: texts[3], handle: cat.handle });
  await patiently(() => react(ann, { message_group_uuid: group, message_uuid: answer.uuid }, '👍'));
  await patiently(() => react(ben, { message_group_uuid: group, message_uuid: answer.uuid }, '👍'));
  await patiently(() => react(ben, { message_group_uuid: group, message_uuid: first.uuid }, '🎉'));
  await storeText(eve, ann, 'Eve wrote before', Date.now() - 60_000);
  for (const [blocker, blocked] of [
    [ann, dan],
    [eve, ann],
  ] as const)
    await patiently(() => call(blockUser, 'blockUser', { as: blocker, params: { user_uuid: blocked.uuid } }));
  await storeConnection(ann.uuid, randomUUID(), { sub: ann.sub, trusted_until: Date.now() + 60_000 });
  await storeSubscription(ann.uuid, randomUUID(), subscriptionOf(`https://push.example/${ann.uuid}`));
  await call(updateMe, 'updateMe', { as: ann, body: { display_name: `${ann.display_name} II` } });
  await asMaster(
    (sql) => sql`insert into activities (user_uuid, message) values (${ann.uuid}, 'posted once')`,
  );
  await refreshMessageGroup(group, [ann.uuid, ben.uuid]);
  return { ann, ben, cat, eve, group, answer, texts };
}

test('nothing of an erased account is left in any store', async () => {
  const { ann, ben, cat, eve, group, answer, texts } = await createLife();
  // The search has single words.
  const words = [...wordsOf(ann), ...texts, 'quite', 'alone', 'posted once', 'push.example', ann.sub];
  await index();
  expect([await countSearched(ann), await countSearched(ben), await countSearched(cat)]).toEqual([5, 3, 1]);
  expect((await tracesOf(words)).length).toBeGreaterThan(20);
  expect(await erase(ann)).toMatchObject({ status: 204 });
  await finishByStream();
  await index();
  const known = [ben, cat, eve].map(
    ({ uuid }) => [messageGroupUuid(ann.uuid, uuid), [ann.uuid, uuid]] as const,
  );
  // Of the account stays its id, with the uuid, so that its tokens are refused.
  expect(await tracesOf(words)).toEqual([`postgres users: ${ann.sub}`]);
  const people = [ann, ben, cat, eve].map(({ uuid }) => uuid);
  const { violations } = await checkPeople(
    people,
    known.map(([one]) => one),
  );
  expect(violations).toEqual([]);
  await expect(signInAgain(ann)).rejects.toThrow();
  // Ben keeps what is his.
  const page = await pageOf(ben, group);
  expect(page.map(({ message, deleted_at }) => [message, deleted_at !== undefined])).toEqual([
    ['', true],
    ['Ben answers', false],
    ['', true],
  ]);
  expect(page.find(({ uuid }) => uuid === answer.uuid)?.reactions).toEqual([
    { emoji: '👍', user_uuids: [ben.uuid] },
  ]);
  expect((await groupsOf(eve))[0]).not.toHaveProperty('blocked');
});

test('messages that are kept stay under the name of a deleted account', async () => {
  const { ann, ben, group, answer, texts } = await createLife();
  const words = [...wordsOf(ann), 'posted once'];
  expect(await erase(ann, 'keep')).toMatchObject({ status: 204 });
  await finish();
  await index();
  // A record that comes again brings nothing back.
  await storeWords(searchedAs([(await getMessage(group, answer.cursor)) as StoredMessage]));
  expect([await countSearched(ann), await countSearched(ben)]).toEqual([0, 3]);
  expect(await tracesOf(words)).toEqual([]);
  const page = await pageOf(ben, group);
  expect(page.map(({ message, display_name, handle }) => [message, display_name, handle])).toEqual([
    [texts[0], 'Deleted account', 'deleted_account'],
    ['Ben answers', ben.display_name, ben.handle],
    [texts[2], 'Deleted account', 'deleted_account'],
  ]);
  expect(page.find(({ uuid }) => uuid === answer.uuid)?.reactions).toEqual([
    { emoji: '👍', user_uuids: [ben.uuid] },
  ]);
  expect((await groupsOf(ben))[0]).toMatchObject({
    display_name: 'Deleted account',
    handle: 'deleted_account',
    message: texts[2],
  });
  const { violations } = await checkPeople([ann.uuid, ben.uuid], [group]);
  expect(violations).toEqual([]);
});

test('a deleted account is not found, and takes no message', async () => {
  const { ann, ben, group } = await createLife();
  await erase(ann, 'keep');
  await finish();
  for (const handle of [ann.handle, 'deleted_account']) {
    const short = await patiently(() => call(getUserShort, 'getUserShort', { params: { handle } }));
    expect(short.errors).toEqual(['user_not_found']);
    expect((await sendTo(ben, { message: 'Hello?', handle })).errors).toEqual(['user_receiver_not_found']);
  }
  expect((await sendTo(ben, { message: 'Hello?', message_group_uuid: group })).errors).toEqual([
    'not_accepting_messages',
  ]);
  for (const q of [ann.handle, ann.display_name, 'deleted']) {
    const found = await patiently(() => call(searchUsers, 'searchUsers', { as: ben, query: { q } }));
    expect(found).toMatchObject({ status: 200, body: [] });
  }
  const params = { user_uuid: ann.uuid };
  expect((await patiently(() => call(blockUser, 'blockUser', { as: ben, params }))).errors).toEqual([
    'user_not_found',
  ]);
  const shown = await call(getMessageGroup, 'getMessageGroup', {
    as: ben,
    params: { message_group_uuid: group },
  });
  expect(shown).toMatchObject({ status: 200, body: { display_name: 'Deleted account' } });
  // Ben's own name still changes, and nothing of it reaches the row that Ann has left.
  await call(updateMe, 'updateMe', { as: ben, body: { display_name: 'Ben the Second' } });
  await finishJobs();
  expect((await checkPeople([ann.uuid, ben.uuid], [group])).violations).toEqual([]);
});

test('tokens of a deleted account are refused within a minute', async () => {
  const { ann, ben, group } = await createLife();
  await erase(ann);
  // What asks Postgres each time refuses at once, and a send finds the row gone.
  expect((await sendTo(ann, { message: 'Still here', handle: ben.handle })).errors).toEqual([
    'account_disabled',
  ]);
  const now = Date.now.bind(Date);
  jest.spyOn(Date, 'now').mockImplementation(() => now() + 61_000);
  const params = { message_group_uuid: group };
  for (const answer of [
    await call(getMe, 'getMe', { as: ann }),
    await call(getMessageGroup, 'getMessageGroup', { as: ann, params }),
    await call(updateMe, 'updateMe', { as: ann, body: { display_name: 'Back again' } }),
    await call(registerMe, 'registerMe', { as: ann, body: {} }),
  ])
    expect(answer).toMatchObject({ status: 403, errors: ['account_disabled'] });
  jest.restoreAllMocks();
  await finish();
});

test('the handle is free again after 30 days, the address at once', async () => {
  const ann = await createKnown();
  await erase(ann);
  await finish();
  const again = await createAccount('somebody_else', 'Somebody Else');
  const take = () => call(registerMe, 'registerMe', { as: again, body: { handle: ann.handle } });
  expect(await take()).toMatchObject({ status: 409, errors: ['handle_taken'] });
  await asMaster((sql) => sql`update retired_handles set free_at = now() - interval '1 second'`);
  expect(await take()).toMatchObject({ status: 200, body: { handle: ann.handle } });
});

test('a request that is repeated is answered the same, and a choice that is none is refused', async () => {
  const ann = await createKnown();
  for (const messages of [undefined, 'all', 7])
    expect(await call(eraseMe, 'eraseMe', { as: ann, body: { messages } })).toMatchObject({
      status: 422,
      errors: ['messages_invalid'],
    });
  expect((await unfinishedJobs()).filter(({ user_uuid }) => user_uuid === ann.uuid)).toEqual([]);
  for (let count = 0; count < 2; count++) expect((await erase(ann)).status).toBe(204);
  await finish();
  expect((await erase(ann)).status).toBe(204);
  await finish();
  expect(await tracesOf(wordsOf(ann))).toEqual([]);
  const account = await createAccount('rowless_one');
  expect((await erase(account)).errors).toEqual(['user_not_registered']);
});

test('a session that began long ago is refused, however fresh its token is', async () => {
  const ann = await createKnown();
  const long = Math.floor(Date.now() / 1000) - 11 * 60;
  for (const auth_time of [long, undefined]) {
    const token = resigned(ann.token, { auth_time, iat: Math.floor(Date.now() / 1000) });
    expect(await erase({ token })).toMatchObject({ status: 403, errors: ['sign_in_again'] });
  }
  expect((await unfinishedJobs()).filter(({ user_uuid }) => user_uuid === ann.uuid)).toEqual([]);
  expect(await call(getMe, 'getMe', { as: ann })).toMatchObject({
    status: 200,
    body: { handle: ann.handle },
  });
});

test('a job that was not confirmed erases nothing', async () => {
  const { ann, ben, group } = await createLife();
  await prepareErasure(ann.uuid, { sub: ann.sub, messages: 'erase' });
  for (const job of await unfinishedJobs()) if (job.kind === 'erase') await step(job);
  expect((await getRow(ben.uuid, group, { consistent: true }))?.user_handle).toBe(ann.handle);
  // The function died before it could confirm: a repeated request, or an operator, goes on from there.
  await eraseUser(ann.sub);
  await confirmErasure(ann.uuid);
  await finish();
  expect(await tracesOf(wordsOf(ann))).toEqual([]);
});

test('what was written while the erasure ran is gone at its end', async () => {
  const { ann, ben, cat, group } = await createLife();
  await erase(ann);
  while ((await unfinishedJobs()).some(({ place }) => !place?.startsWith('settling')))
    for (const job of await unfinishedJobs()) await step(job);
  // As a function does that had read who calls, and the rows, before.
  const late = 'said at the very last';
  const stranger = await createStranger();
  await storeText(ann, stranger, late);
  await storeText(ann, ben, late);
  for (const [blocker, blocked] of [
    [cat, ann],
    [ann, cat],
  ] as const)
    await overOutages(() => block(blocker.uuid, blocked.uuid));
  expect((await tracesOf([late, ann.handle])).length).toBeGreaterThan(3);
  await finish();
  await refreshMessageGroup(group, [ann.uuid, ben.uuid]);
  await refreshMessageGroup(messageGroupUuid(ann.uuid, stranger.uuid), [ann.uuid, stranger.uuid]);
  expect(await tracesOf([late, ...wordsOf(ann)])).toEqual([]);
  const people = [ann, ben, cat, stranger].map(({ uuid }) => uuid);
  const groups = people.slice(1).map((other) => messageGroupUuid(ann.uuid, other));
  expect((await checkPeople(people, groups)).violations).toEqual([]);
  expect((await groupsOf(cat))[0]).not.toHaveProperty('blocked');
});

test('neither a rebuild nor a redrive brings anything of a deleted account back', async () => {
  const { ann, ben, group, texts } = await createLife();
  const renames = await unfinishedJobs();
  await erase(ann);
  const jobs = await unfinishedJobs();
  const keys = [
    ...(await itemsOf(messagesOf(group))),
    ...jobs.map(({ kind, user_uuid }) => jobKey(kind, user_uuid)),
  ];
  await finish();
  // What the stream gave up before comes again, also after a loss of rows.
  expect(await project({ Records: jobs.map(jobRecordOf) })).toEqual({ batchItemFailures: [] });
  for (const { uuid } of [ann, ben])
    await documents.send(new DeleteCommand({ TableName: tableName, Key: messageGroupKey(uuid, group) }));
  for await (const { failed } of rebuildTable({ writeUnits: 10_000 })) expect(failed).toEqual([]);
  const failure = { id: 'given up', keys: async () => keys, delete: async () => {} };
  const failures = (async function* () {
    yield failure;
  })();
  expect(await redriveFailures(failures)).toEqual({ replayed: 1, remaining: [] });
  expect(await project({ Records: renames.map(jobRecordOf) })).toEqual({ batchItemFailures: [] });
  expect(await tracesOf(wordsOf(ann))).toEqual([]);
  // Other tests keep the same texts elsewhere.
  expect((await tracesOf(texts)).filter((trace) => trace.includes(group))).toEqual([]);
  expect((await checkPeople([ann.uuid, ben.uuid], [group])).violations).toEqual([]);
  expect((await groupsOf(ben)).map(({ handle }) => handle)).toEqual(['deleted_account']);
  const answer = await sendTo(ben, { message: 'Hello?', message_group_uuid: group });
  expect(answer.errors).toEqual(['not_accepting_messages']);
});

test('a step is bounded, however many people the user knows', async () => {
  const ann = await createKnown();
  const newest = { ...blank(ann), created_at: new Date().toISOString() };
  await Promise.all(
    Array.from({ length: 120 }, async () => {
      const other = { uuid: randomUUID(), handle: 'stranger', display_name: 'Stranger' };
      const message = { ...newest, message_group_uuid: messageGroupUuid(ann.uuid, other.uuid) };
      await createRow(ann.uuid, rowNaming(other, message, 0));
      await createRow(other.uuid, rowNaming(ann, message, 1));
    }),
  );
  await erase(ann);
  const units = await unitsOfSteps();
  // Three steps of rows and groups at least, in each of two rounds.
  expect(units.length).toBeGreaterThan(10);
  for (const { read, write } of units) {
    // A hundred rows: each is read, and both are written, with their places in the lists; then the job.
    expect(write).toBeLessThanOrEqual(100 * (2 + 2) + 1);
    expect(read).toBeLessThanOrEqual(100 + 16);
  }
});

const blank = ({ uuid, handle, display_name }: Person) => ({
  message_uuid: randomUUID(),
  message: 'Hello',
  user_uuid: uuid,
  user_handle: handle,
  user_display_name: display_name,
  member_uuids: [],
});

/** The units of each step of the only job, to its end. */
async function unitsOfSteps(): Promise<{ read: number; write: number }[]> {
  const now = Date.now.bind(Date);
  jest.spyOn(Date, 'now').mockImplementation(() => now() + SETTLED_MS + 1_000);
  const units: { read: number; write: number }[] = [];
  for (let [job] = await unfinishedJobs(); job; [job] = await unfinishedJobs()) {
    const carried = job;
    const step = () =>
      metered(async (consumption) => {
        await runStep(carried);
        units.push({ read: consumption.readUnits, write: consumption.writeUnits });
      });
    await overOutages(step);
  }
  return units;
}
