import { isBlockBetween } from '../../shared/dynamo/blocks.ts';
import { eraseRows, isBare } from '../../shared/dynamo/erasure/rows.ts';
import { messageGroupUuid, messagesOf } from '../../shared/dynamo/keys.ts';
import { type ErasedRow, getAnyRow, getRow } from '../../shared/dynamo/message-groups.ts';
import { refreshMessageGroup } from '../../shared/dynamo/projection.ts';
import { createExtra, type Person } from '../../test/accounts.ts';
import { call, unitsOf } from '../../test/call.ts';
import { checkPeople } from '../../test/check-people.ts';
import { patiently } from '../../test/client.ts';
import { storeText } from '../../test/conversations.ts';
import { edit, nameOf, react, unreact } from '../../test/messages.ts';
import { allItems, itemsOf } from '../../test/table.ts';
import { handler as searchUsers } from '../users/search-users.ts';
import { handler as blockUser } from './block-user.ts';
import { handler as getMessageGroup } from './get-message-group.ts';
import { handler as listBlocks } from './list-blocks.ts';
import { handler as listMessageGroups } from './list-message-groups.ts';
import { handler as listMessages } from './list-messages.ts';
import { handler as markRead } from './mark-read.ts';
import { handler as sendMessage } from './send-message.ts';
import { handler as unblockUser } from './unblock-user.ts';

const block = (as: Person, { uuid }: { uuid: string }) =>
  patiently(() => call(blockUser, 'blockUser', { as, params: { user_uuid: uuid } }));
const unblock = (as: Person, { uuid }: { uuid: string }) =>
  patiently(() => call(unblockUser, 'unblockUser', { as, params: { user_uuid: uuid } }));
const send = (as: Person, body: object) =>
  patiently(() => call(sendMessage, 'sendMessage', { as, body: { message: 'hi', ...body } }));
const groupsOf = async (as: Person) =>
  (await patiently(() => call(listMessageGroups, 'listMessageGroups', { as }))).body;
const textsOf = async (as: Person, message_group_uuid: string, query = {}) =>
  (
    await patiently(() => call(listMessages, 'listMessages', { as, params: { message_group_uuid }, query }))
  ).body.map(({ message }) => message);
const blocksOf = async (as: Person, query = {}) =>
  patiently(() => call(listBlocks, 'listBlocks', { as, query }));

async function acquainted() {
  const [ann, ben] = (await Promise.all([createExtra(), createExtra()])) as [Person, Person];
  const group = messageGroupUuid(ann.uuid, ben.uuid);
  const cursor = await storeText(ben, ann, 'before', Date.now() - 60_000);
  await refreshMessageGroup(group, [ann.uuid, ben.uuid]);
  return { ann, ben, group, cursor };
}

const refused = { status: 403, errors: ['not_accepting_messages'] };

test('after a block neither side can write, to the group or to the person', async () => {
  const { ann, ben, group } = await acquainted();
  expect((await block(ann, ben)).status).toBe(204);
  for (const [as, other] of [
    [ben, ann],
    [ann, ben],
  ] as const) {
    expect(await send(as, { message_group_uuid: group })).toMatchObject(refused);
    expect(await send(as, { handle: other.handle })).toMatchObject(refused);
  }
  expect(await textsOf(ben, group)).toEqual(['before']);
  expect((await groupsOf(ann))[0]).toMatchObject({ blocked: true, message: 'before' });
  // The blocked side sees nothing of it.
  expect((await groupsOf(ben))[0]).not.toHaveProperty('blocked');
  expect(Object.keys((await groupsOf(ben))[0] ?? {})).not.toContain('closed');
});

test('after a block of a stranger there is no first message, from neither side', async () => {
  const [ann, ben] = (await Promise.all([createExtra(), createExtra()])) as [Person, Person];
  await block(ann, ben);
  expect(await send(ben, { handle: ann.handle })).toMatchObject(refused);
  expect(await send(ann, { handle: ben.handle })).toMatchObject(refused);
  expect(await itemsOf(messagesOf(messageGroupUuid(ann.uuid, ben.uuid)))).toEqual([]);
  await unblock(ann, ben);
  expect((await send(ben, { handle: ann.handle })).status).toBe(200);
});

test('a message that was under way when the block was done shows to the blocker only after its end', async () => {
  const { ann, ben, group, cursor } = await acquainted();
  await block(ann, ben);
  // Its function had read the row before.
  await storeText(ben, ann, 'late');
  await refreshMessageGroup(group, [ann.uuid, ben.uuid], []);
  for (const query of [{}, { before: `9999-12-31T23:59:59.999Z${cursor.slice(24)}` }])
    expect(await textsOf(ann, group, query)).toEqual(['before']);
  expect(await textsOf(ann, group, { after: cursor })).toEqual([]);
  expect((await groupsOf(ann))[0]).toMatchObject({ message: 'before', unread_count: 1 });
  expect(await textsOf(ben, group)).toEqual(['before', 'late']);
  expect((await checkPeople([ann.uuid, ben.uuid], [group])).violations).toEqual([]);
  await unblock(ann, ben);
  expect(await textsOf(ann, group)).toEqual(['before', 'late']);
  expect((await groupsOf(ann))[0]).toMatchObject({ message: 'late', unread_count: 2 });
  expect((await checkPeople([ann.uuid, ben.uuid], [group])).violations).toEqual([]);
});

test('two people who block each other can write only when both have ended it', async () => {
  const { ann, ben, group } = await acquainted();
  await Promise.all([block(ann, ben), block(ben, ann)]);
  await unblock(ann, ben);
  expect(await send(ben, { message_group_uuid: group })).toMatchObject(refused);
  expect(await send(ann, { message_group_uuid: group })).toMatchObject(refused);
  await unblock(ben, ann);
  expect((await send(ann, { message_group_uuid: group })).status).toBe(200);
});

test('a block and its end are idempotent, and leave nothing behind', async () => {
  const { ann, ben, group } = await acquainted();
  const before = await allItems();
  await block(ann, ben);
  const blocked = await allItems();
  await block(ann, ben);
  expect(await allItems()).toEqual(blocked);
  for (let count = 0; count < 2; count++) expect((await unblock(ann, ben)).status).toBe(204);
  const versionless = (items: Record<string, unknown>[]) =>
    items.map(({ version: _, counted_to: __, ...item }) => item);
  expect(versionless(await allItems())).toEqual(versionless(before));
  expect(await getRow(ben.uuid, group, { consistent: true })).not.toHaveProperty('closed');
});

test('a block and its end are answered also where both have left', async () => {
  const [ann, ben] = await Promise.all([createExtra(), createExtra()]);
  await storeText(ann, ben, 'Hello');
  for (const { uuid } of [ann, ben]) await eraseRows({ user_uuid: uuid }, '');
  // A token is trusted for a minute more.
  for (const ask of [block, unblock]) {
    expect((await ask(ann, ben)).status).toBe(204);
    expect(await isBlockBetween(ann.uuid, ben.uuid)).toBe(ask === block);
  }
  const group = messageGroupUuid(ann.uuid, ben.uuid);
  for (const { uuid } of [ann, ben]) expect(isBare((await getAnyRow(uuid, group)) as ErasedRow)).toBe(true);
});

test('an edit, a reaction and a reply are refused like a message, to both', async () => {
  const { ann, ben, group, cursor } = await acquainted();
  const { body } = await send(ben, { message_group_uuid: group });
  const { body: bodyOfAnn } = await send(ann, { message_group_uuid: group });
  const before = nameOf(group, cursor);
  expect((await react(ben, before, '👍')).status).toBe(200);
  await block(ann, ben);
  for (const [as, own] of [
    [ben, body],
    [ann, bodyOfAnn],
  ] as const) {
    expect(await edit(as, nameOf(group, own.cursor), 'ha')).toMatchObject(refused);
    for (const message of [before, nameOf(group, bodyOfAnn.cursor)])
      expect(await react(as, message, '🎉')).toMatchObject(refused);
    const reply = { message_group_uuid: group, reply_to: before.message_uuid };
    expect(await send(as, reply)).toMatchObject(refused);
  }
  // What was put before can be taken back.
  expect((await unreact(ben, before, '👍')).body).not.toHaveProperty('reactions');
  await unblock(ann, ben);
  expect((await react(ben, before, '🎉')).body.reactions).toEqual([{ emoji: '🎉', user_uuids: [ben.uuid] }]);
});

test('how far the blocker reads is not shown to the blocked before the end of the block', async () => {
  const { ann, ben, group, cursor } = await acquainted();
  const params = { message_group_uuid: group };
  const mark = () => patiently(() => call(markRead, 'markRead', { as: ann, params, body: { cursor } }));
  const shown = async () => {
    const { body } = await patiently(() => call(getMessageGroup, 'getMessageGroup', { as: ben, params }));
    return body.members.find(({ user_uuid }) => user_uuid === ann.uuid);
  };
  await block(ann, ben);
  expect((await mark()).body).toEqual({ unread_count: 0 });
  expect(await shown()).toEqual({ user_uuid: ann.uuid });
  await unblock(ann, ben);
  await mark();
  expect(await shown()).toEqual({ user_uuid: ann.uuid, read_to: cursor });
});

test('the blocked do not find the blocker, and everybody else does', async () => {
  const [ann, ben, cyd] = (await Promise.all([
    createExtra('Annabel Unusual'),
    createExtra(),
    createExtra(),
  ])) as [Person, Person, Person];
  await block(ann, ben);
  const search = async (as: Person) =>
    (await patiently(() => call(searchUsers, 'searchUsers', { as, query: { q: 'annabel' } }))).body.length;
  expect([await search(ben), await search(cyd)]).toEqual([0, 1]);
  await unblock(ann, ben);
  expect(await search(ben)).toBe(1);
});

test('a list of blocks has pages, and only the caller’s', async () => {
  const [ann, ...others] = (await Promise.all(Array.from({ length: 4 }, () => createExtra()))) as [
    Person,
    ...Person[],
  ];
  for (const other of others) await block(ann, other);
  await block(others[0] as Person, ann);
  const first = await blocksOf(ann, { limit: '2' });
  const second = await blocksOf(ann, first.next);
  expect([first.body.length, second.body.length]).toEqual([2, 1]);
  const listed = [...first.body, ...second.body].map(({ handle }) => handle);
  expect(listed.sort()).toEqual(others.map(({ handle }) => handle).sort());
  expect(unitsOf(first)).toEqual({ rcu: 0.5, wcu: 0 });
});

test('nobody blocks themselves, or somebody who does not exist', async () => {
  const ann = await createExtra();
  expect(await block(ann, ann)).toMatchObject({ status: 422, errors: ['user_is_caller'] });
  const nobody = { uuid: '00000000-0000-4000-8000-000000000000' };
  expect(await block(ann, nobody)).toMatchObject({ status: 404, errors: ['user_not_found'] });
  expect((await unblock(ann, nobody)).status).toBe(204);
});
