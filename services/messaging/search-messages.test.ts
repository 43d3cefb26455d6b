import type { DynamoDBRecord } from 'aws-lambda';
import { messageGroupUuid } from '../../shared/dynamo/keys.ts';
import { getMessage, type StoredMessage } from '../../shared/dynamo/messages.ts';
import { createExtra, type Person } from '../../test/accounts.ts';
import { call } from '../../test/call.ts';
import { patiently } from '../../test/client.ts';
import { createConversation, storeText } from '../../test/conversations.ts';
import { asMaster } from '../../test/master.ts';
import { messageRecordOf } from '../../test/message-records.ts';
import { edit, hide, nameOf, remove, sendTo } from '../../test/messages.ts';
import { type Projection, startProjection } from '../../test/projection.ts';
import { handler as indexMessages } from '../stream/index-messages.ts';
import { handler as blockUser } from './block-user.ts';
import { handler as searchMessages } from './search-messages.ts';
import { handler as updateMessageGroup } from './update-message-group.ts';

let projection: Projection;
beforeAll(async () => {
  projection = await startProjection(indexMessages, 'indexMessages');
});
afterAll(() => projection.stop());

const search = (as: Person, query: Record<string, string>) =>
  patiently(() => call(searchMessages, 'searchMessages', { as, query }));

/** The texts found, once the index has followed. */
async function found(as: Person, q: string, query: Record<string, string> = {}): Promise<string[]> {
  await projection.drained();
  return (await search(as, { q, ...query })).body.map(({ message }) => message);
}

test('finds messages of all conversations by words in any script, newest first, with the place to jump to', async () => {
  const { ann, ben, message_group_uuid, cursors } = await createConversation([
    'Crème brûlée?',
    'No: tiramisù',
  ]);
  const cat = await createExtra();
  await storeText(cat, ann, '日本語で クレーム: creme fraiche', Date.now() - 30_000);
  expect(await found(ann, 'CREME')).toEqual(['日本語で クレーム: creme fraiche', 'Crème brûlée?']);
  expect(await found(ann, 'bru crè')).toEqual(['Crème brûlée?']);
  expect(await found(ann, '本語')).toHaveLength(1);
  for (const q of ['reme', 'creme tiramisu', '本日', '?!']) expect([q, await found(ann, q)]).toEqual([q, []]);
  expect((await search(ann, { q: 'brul' })).body).toEqual([
    {
      ...{ uuid: cursors[0]?.slice(25), cursor: cursors[0], created_at: cursors[0]?.slice(0, 24) },
      ...{ user_uuid: ann.uuid, display_name: ann.display_name, handle: ann.handle },
      ...{ message: 'Crème brûlée?', message_group_uuid, hits: [{ from: 6, to: 10 }] },
      other_member: { uuid: ben.uuid, handle: ben.handle, display_name: ben.display_name },
    },
  ]);
});

test('only members find a message, also where the conversation is named', async () => {
  const { ann, ben, message_group_uuid } = await createConversation(['our secret']);
  const cat = await createExtra();
  await storeText(cat, ann, 'another secret');
  expect(await found(ann, 'secret', { message_group_uuid })).toEqual(['our secret']);
  expect(await found(ben, 'secret')).toEqual(['our secret']);
  expect(await found(cat, 'secret')).toEqual(['another secret']);
  expect(await found(cat, 'secret', { message_group_uuid })).toEqual([]);
  expect((await search(cat, { q: 'secret', message_group_uuid })).status).toBe(200);
});

test('an edited text is found by its present words, a deleted one by none', async () => {
  const { ann, ben, message_group_uuid } = await createConversation();
  const { body: sent } = await sendTo(ann, { message: 'apples', message_group_uuid });
  const named = nameOf(message_group_uuid, sent.cursor);
  await edit(ann, named, 'oranges');
  expect([await found(ben, 'apples'), await found(ben, 'oranges')]).toEqual([[], ['oranges']]);
  await remove(ann, named);
  // At once, before the index has followed.
  expect((await search(ben, { q: 'oranges' })).body).toEqual([]);
  expect(await found(ben, 'oranges')).toEqual([]);
  expect(await wordsOf(sent.cursor)).toEqual(['', '']);
});

test('what somebody has deleted for themselves is found by the other alone', async () => {
  const { ann, ben, message_group_uuid, cursors } = await createConversation(['plums', 'more plums']);
  await hide(ben, nameOf(message_group_uuid, cursors[0]));
  expect(await found(ben, 'plums')).toEqual(['more plums']);
  const params = { message_group_uuid };
  await call(updateMessageGroup, 'updateMessageGroup', { as: ben, params, body: { cleared: true } });
  expect(await found(ben, 'plums')).toEqual([]);
  expect(await found(ann, 'plums')).toEqual(['more plums', 'plums']);
});

test('a conversation with somebody who is blocked is searched as its page shows it', async () => {
  const { ann, ben } = await createConversation(['pears']);
  await call(blockUser, 'blockUser', { as: ben, params: { user_uuid: ann.uuid } });
  expect([await found(ann, 'pears'), await found(ben, 'pears')]).toEqual([['pears'], ['pears']]);
});

test('pages have every hit once, past conversations that the caller has deleted', async () => {
  const { ann, ben } = await createConversation(['nuts 0', 'nuts 1', 'nuts 2']);
  const [cat, dan] = await Promise.all([createExtra(), createExtra()]);
  for (const n of [3, 4, 5, 6]) await storeText(ann, cat, `nuts ${n}`, Date.now() - 30_000 + n);
  for (const n of [1, 2, 3, 4]) await storeText(dan, ann, `nuts deleted ${n}`, Date.now() - 20_000 + n);
  await storeText(ann, ben, 'nuts 7');
  const params = { message_group_uuid: messageGroupUuid(ann.uuid, dan.uuid) };
  await call(updateMessageGroup, 'updateMessageGroup', { as: ann, params, body: { cleared: true } });
  await projection.drained();
  const texts: string[] = [];
  let query: Record<string, string> | undefined = { q: 'nuts', limit: '2' };
  for (let pages = 0; query && pages < 10; pages++) {
    const { body, headers } = await search(ann, query);
    texts.push(...body.map(({ message }) => message));
    const link = /<[^?]+\?([^>]+)>/.exec(headers.link ?? '')?.[1];
    query = link === undefined ? undefined : Object.fromEntries(new URLSearchParams(link));
  }
  expect(texts).toEqual([7, 6, 5, 4, 3, 2, 1, 0].map((n) => `nuts ${n}`));
});

test('records that come again and in any order leave the newest state', async () => {
  const { ann, ben, message_group_uuid } = await createConversation();
  const { body: sent } = await sendTo(ann, { message: 'first words', message_group_uuid });
  const named = nameOf(message_group_uuid, sent.cursor);
  const versions = [await getMessage(message_group_uuid, sent.cursor)];
  for (const text of ['second words', 'third words']) {
    await edit(ann, named, text);
    versions.push(await getMessage(message_group_uuid, sent.cursor));
  }
  await remove(ann, named);
  versions.push(await getMessage(message_group_uuid, sent.cursor));
  const records = versions.map((version) => messageRecordOf(version as StoredMessage));
  await projection.drained(); // From here on only the records below are indexed.
  const orders = [
    [0, 1, 2],
    [2, 0, 1],
    [1, 2, 2, 0],
    [3, 2, 1, 0],
    [0, 1, 2, 3, 1],
  ];
  for (const order of orders) {
    await asMaster((sql) => sql`delete from searched_messages where place = ${sent.cursor}`);
    for (const n of order) await index([records[n] as DynamoDBRecord]);
    const last = order.includes(3) ? '' : 'third words';
    expect([order, await wordsOf(sent.cursor)]).toEqual([order, [last, last]]);
  }
  await asMaster((sql) => sql`delete from searched_messages where place = ${sent.cursor}`);
  await index(records.toReversed());
  expect(await wordsOf(sent.cursor)).toEqual(['', '']);
  expect(await found(ben, 'words')).toEqual([]);
});

test('a record that cannot be read is reported, and the others are stored', async () => {
  const { ann, ben, message_group_uuid, cursors } = await createConversation(['kiwis']);
  await projection.drained();
  await asMaster((sql) => sql`delete from searched_messages where place = ${cursors[0] ?? ''}`);
  const message = (await getMessage(message_group_uuid, cursors[0] ?? '')) as StoredMessage;
  const unreadable = messageRecordOf({ ...message, member_uuids: [] }, '7');
  const { batchItemFailures } = await indexMessages({ Records: [unreadable, messageRecordOf(message)] });
  expect(batchItemFailures).toEqual([{ itemIdentifier: '7' }]);
  for (const person of [ann, ben]) expect((await search(person, { q: 'kiwi' })).body).toHaveLength(1);
});

test('a stage without the search says so', async () => {
  process.env.CRUDDUR_SEARCH = 'off';
  try {
    const answer = await search(await createExtra(), { q: 'anything' });
    expect(answer).toMatchObject({ status: 404, errors: ['search_off'] });
  } finally {
    delete process.env.CRUDDUR_SEARCH;
  }
});

const index = async (Records: DynamoDBRecord[]) =>
  expect(await indexMessages({ Records })).toEqual({ batchItemFailures: [] });

/** The words that are stored of a message for each member, without what marks them as the member's. */
async function wordsOf(place: string): Promise<string[]> {
  const rows = await asMaster(
    (sql) => sql<{ member: string; words: string[] }[]>`
      select left(member_uuid::text, 8) as member, to_json(tsvector_to_array(words)) as words
      from searched_messages where place = ${place}`,
  );
  return rows.map(({ member, words }) =>
    words.map((word) => (word.startsWith(member) ? word.slice(8) : `not ${member}'s: ${word}`)).join(' '),
  );
}
