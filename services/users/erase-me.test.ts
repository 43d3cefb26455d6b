import { jest } from '@jest/globals';
import { messageGroupUuid } from '../../shared/dynamo/keys.ts';
import { getMessage, type StoredMessage } from '../../shared/dynamo/messages.ts';
import { searchedAs } from '../../shared/dynamo/searched-as.ts';
import { storeWords } from '../../shared/postgres/searched-messages.ts';
import { createAccount, type Person, signInAgain } from '../../test/accounts.ts';
import { call } from '../../test/call.ts';
import { checkPeople } from '../../test/check-people.ts';
import { patiently } from '../../test/client.ts';
import {
  createKnown,
  createLife,
  erase,
  finishErasure,
  groupsOf,
  skipSettling,
  wordsOf,
} from '../../test/erasing.ts';
import { finishJobs, unfinishedJobs } from '../../test/jobs.ts';
import { asMaster } from '../../test/master.ts';
import { pageOf, sendTo } from '../../test/messages.ts';
import { startProjection } from '../../test/projection.ts';
import { resigned } from '../../test/tokens.ts';
import { tracesOf } from '../../test/traces.ts';
import { handler as blockUser } from '../messaging/block-user.ts';
import { handler as getMessageGroup } from '../messaging/get-message-group.ts';
import { handler as indexMessages } from '../stream/index-messages.ts';
import { handler as project } from '../stream/project.ts';
import { handler as eraseMe } from './erase-me.ts';
import { handler as getMe } from './get-me.ts';
import { handler as getUserShort } from './get-user-short.ts';
import { handler as registerMe } from './register-me.ts';
import { handler as searchUsers } from './search-users.ts';
import { handler as updateMe } from './update-me.ts';

/** An account that is erased, as people see it, and what is left of it. */

afterEach(() => jest.restoreAllMocks());

/** Carries the erasure to its end by the event source mapping, which also brings rows up to date with deleted messages. */
async function finishByStream(): Promise<void> {
  const projection = await startProjection(project);
  skipSettling();
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
  await finishErasure();
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
  await finishErasure();
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
  await finishErasure();
});

test('the handle is free again after 30 days, the address at once', async () => {
  const ann = await createKnown();
  await erase(ann);
  await finishErasure();
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
  await finishErasure();
  expect((await erase(ann)).status).toBe(204);
  await finishErasure();
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
