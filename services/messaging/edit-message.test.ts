import { createMessageKey } from '../../client/message-key.ts';
import { createStranger, type Person } from '../../test/accounts.ts';
import { call } from '../../test/call.ts';
import { installClocks, removeClocks, withClock } from '../../test/clocks.ts';
import { createConversation, storeText } from '../../test/conversations.ts';
import { startProjection } from '../../test/projection.ts';
import { handler as project } from '../stream/project.ts';
import { handler as deleteMessage } from './delete-message.ts';
import { handler as editMessage } from './edit-message.ts';
import { handler as listEdits } from './list-edits.ts';
import { handler as listMessageGroups } from './list-message-groups.ts';
import { handler as listMessages } from './list-messages.ts';
import { handler as sendMessage } from './send-message.ts';

beforeAll(installClocks);
afterAll(removeClocks);

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

type Named = { message_group_uuid: string; message_uuid: string };

const edit = (as: Person, params: Named, message: unknown) =>
  call(editMessage, 'editMessage', { as, params, body: { message } });
const remove = (as: Person, params: Named) => call(deleteMessage, 'deleteMessage', { as, params });
const editsOf = (as: Person, params: Named) => call(listEdits, 'listEdits', { as, params });
const send = (as: Person, body: unknown, key?: string) =>
  call(sendMessage, 'sendMessage', { as, body, headers: key ? { 'idempotency-key': key } : {} });

/** A conversation whose newest message is ann's. */
async function withMessage(text = 'first') {
  const conversation = await createConversation([text]);
  const { ann, ben, message_group_uuid } = conversation;
  const message_uuid = conversation.cursors[0]?.slice(25) as string;
  return { ann, ben, message: { message_group_uuid, message_uuid } };
}

const pageOf = async (as: Person, { message_group_uuid }: Named) =>
  (await call(listMessages, 'listMessages', { as, params: { message_group_uuid } })).body;

test('an edit shows to both, keeps the place, and leaves the earlier texts, oldest first', async () => {
  const { ann, ben, message } = await withMessage();
  const [before] = await pageOf(ben, message);
  await edit(ann, message, 'second');
  const { body: edited } = await edit(ann, message, 'third');
  expect(edited).toEqual({
    ...before,
    message: 'third',
    edited_at: edited.changed_at,
    changed_at: expect.any(String),
    revision: 2,
  });
  expect(await pageOf(ben, message)).toEqual([edited]);
  const { body: edits } = await editsOf(ben, message);
  expect(edits).toEqual([
    { message: 'first', written_at: edited.created_at, replaced_at: edits[1]?.written_at },
    { message: 'second', written_at: edits[0]?.replaced_at, replaced_at: edited.edited_at },
  ]);
});

test('a message that never changed has none of the attributes, and no earlier texts', async () => {
  const { ben, message } = await withMessage();
  const [listed] = await pageOf(ben, message);
  expect(Object.keys(listed ?? {}).sort()).toEqual([
    'created_at',
    'cursor',
    'display_name',
    'handle',
    'message',
    'user_uuid',
    'uuid',
  ]);
  expect((await editsOf(ben, message)).body).toEqual([]);
});

test('the same text again changes nothing', async () => {
  const { ann, message } = await withMessage();
  expect((await edit(ann, message, 'first')).body).not.toHaveProperty('revision');
  const { body: once } = await edit(ann, message, 'second');
  expect((await edit(ann, message, 'second')).body).toEqual(once);
});

test('only the sender edits and deletes; a stranger does not learn that the message exists', async () => {
  const { ben, message } = await withMessage();
  const stranger = await createStranger();
  expect((await edit(ben, message, 'mine')).errors).toEqual(['not_the_sender']);
  expect((await remove(ben, message)).errors).toEqual(['not_the_sender']);
  for (const ask of [edit(stranger, message, 'mine'), remove(stranger, message), editsOf(stranger, message)])
    expect(await ask).toMatchObject({ status: 404, errors: ['message_not_found'] });
});

test.each([
  ['nobody sent', createMessageKey(Date.now())],
  ['whose uuid is no UUIDv7', '8b7e0c42-91d4-4f6a-b3c8-27f5d9e06b02'],
])('a message %s is not found', async (_, message_uuid) => {
  const { ann, message } = await withMessage();
  const other = { ...message, message_uuid };
  for (const ask of [edit(ann, other, 'text'), remove(ann, other), editsOf(ann, other)])
    expect(await ask).toMatchObject({ status: 404, errors: ['message_not_found'] });
});

test('an edit is refused after 24 hours, but a repetition of the last one is not', async () => {
  const { ann, ben, message } = await withMessage();
  const cursor = await storeText(ann, ben, 'a day old', Date.now() - 24 * HOUR_MS + MINUTE_MS);
  const old = { ...message, message_uuid: cursor.slice(25) };
  expect(await edit(ann, old, 'in time')).toMatchObject({ status: 200 });
  const late = await withClock(2 * MINUTE_MS, () => edit(ann, old, 'late'));
  expect(late).toMatchObject({ status: 403, errors: ['too_late_to_edit'] });
  expect(await withClock(2 * MINUTE_MS, () => edit(ann, old, 'in time'))).toMatchObject({ status: 200 });
});

test('the eleventh edit is refused', async () => {
  const { ann, message } = await withMessage();
  for (let n = 0; n < 10; n++) expect((await edit(ann, message, `edit ${n}`)).status).toBe(200);
  expect(await edit(ann, message, 'one more')).toMatchObject({ status: 403, errors: ['too_many_edits'] });
  expect((await editsOf(ann, message)).body).toHaveLength(10);
});

test.each([
  [' ', 'message_blank'],
  [undefined, 'message_blank'],
  ['a\u0000b', 'message_invalid'],
  ['a'.repeat(1_025), 'message_exceed_max_chars'],
])('an edit to %j is refused as a send is', async (text, code) => {
  const { ann, message } = await withMessage();
  expect(await edit(ann, message, text)).toMatchObject({ status: 422, errors: [code] });
});

test('six concurrent edits are done one after the other, each with its earlier text', async () => {
  const { ann, ben, message } = await withMessage();
  const answers = await Promise.all(Array.from({ length: 6 }, (_, n) => edit(ann, message, `text ${n}`)));
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
  const [now] = await pageOf(ben, message);
  const { body: edits } = await editsOf(ben, message);
  expect(now?.revision).toBe(6);
  expect([now?.message, ...edits.map((one) => one.message)].sort()).toEqual(
    ['first', ...answers.map((_, n) => `text ${n}`)].sort(),
  );
});

test('a deleted message keeps its place without a text, for ever; deleting again is fine, editing is not', async () => {
  const { ann, ben, message } = await withMessage();
  await edit(ann, message, 'second');
  expect((await remove(ann, message)).status).toBe(204);
  const [deleted] = await pageOf(ben, message);
  expect(deleted).toMatchObject({ message: '', deleted_at: deleted?.changed_at, revision: 2 });
  expect(deleted).not.toHaveProperty('edited_at');
  expect((await editsOf(ben, message)).body).toEqual([]);
  expect((await remove(ann, message)).status).toBe(204);
  expect(await edit(ann, message, 'third')).toMatchObject({ status: 409, errors: ['message_deleted'] });
  expect(await pageOf(ben, message)).toEqual([deleted]);
});

test.each([
  ['a UUIDv7', () => createMessageKey(Date.now())],
  ['another key', () => 'key'],
])('a send repeated with %s gives the message as it is now, edited or deleted', async (_, makeKey) => {
  const { ann, message } = await withMessage();
  const { message_group_uuid } = message;
  const key = makeKey();
  const body = { message: 'sent', message_group_uuid };
  const { body: sent } = await send(ann, body, key);
  const named = { message_group_uuid, message_uuid: sent.uuid };
  await edit(ann, named, 'edited');
  expect((await send(ann, body, key)).body).toMatchObject({ uuid: sent.uuid, message: 'edited' });
  const reused = await send(ann, { ...body, message: 'edited' }, key);
  expect(reused.errors).toEqual(['idempotency_key_reused']);
  await remove(ann, named);
  expect((await send(ann, body, key)).body).toMatchObject({ uuid: sent.uuid, message: '' });
});

test('one key in two groups makes two messages, and the earlier texts of each are its own', async () => {
  const { ann, ben, message } = await withMessage();
  const carl = await createStranger();
  const key = createMessageKey(Date.now());
  await send(ann, { message: 'to ben', message_group_uuid: message.message_group_uuid }, key);
  const { body } = await send(ann, { message: 'to carl', handle: carl.handle }, key);
  const toBen = { ...message, message_uuid: key };
  const toCarl = { message_group_uuid: body.message_group_uuid, message_uuid: key };
  await edit(ann, toBen, 'to ben, edited');
  await edit(ann, toCarl, 'to carl, edited');
  expect((await editsOf(ben, toBen)).body.map((one) => one.message)).toEqual(['to ben']);
  expect((await editsOf(carl, toCarl)).body.map((one) => one.message)).toEqual(['to carl']);
});

test('the list shows the edited text, then that the message was deleted; a deleted message is not unread', async () => {
  const projection = await startProjection(project);
  const { ann, ben, message } = await withMessage();
  const groupOf = async (as: Person) => {
    await projection.drained();
    return (await call(listMessageGroups, 'listMessageGroups', { as })).body[0];
  };
  await send(ann, { message: 'newest', message_group_uuid: message.message_group_uuid });
  const newest = (await pageOf(ben, message))[1];
  const named = { ...message, message_uuid: newest?.uuid as string };
  await edit(ann, named, 'edited');
  const edited = await groupOf(ben);
  expect(edited).toMatchObject({ message: 'edited', unread_count: 2, created_at: newest?.created_at });
  await remove(ann, named);
  for (const [member, unread_count] of [
    [ann, 0],
    [ben, 1],
  ] as const) {
    const shown = { message: '', message_deleted: true, created_at: newest?.created_at, unread_count };
    expect(await groupOf(member)).toMatchObject(shown);
  }
  await remove(ann, message);
  expect(await groupOf(ben)).toMatchObject({ unread_count: 0 });
  await send(ben, { message: 'and now?', message_group_uuid: message.message_group_uuid });
  expect(await groupOf(ben)).toMatchObject({ message: 'and now?' });
  expect(await groupOf(ben)).not.toHaveProperty('message_deleted');
  await projection.stop();
});
