import { createMessageKey } from '../../client/message-key.ts';
import { createStranger } from '../../test/accounts.ts';
import { createConversation } from '../../test/conversations.ts';
import { changesOf, edit, hide, nameOf, pageOf, remove, sendTo, withMessage } from '../../test/messages.ts';

test('a reply shows the first 140 code points of what it answers, as it is now', async () => {
  const { ann, ben, message, message_group_uuid } = await withMessage('😀'.repeat(200));
  const reply = { message: 'yes', message_group_uuid, reply_to: message.message_uuid };
  const { body } = await sendTo(ben, reply);
  const quoted = {
    uuid: message.message_uuid,
    user_uuid: ann.uuid,
    display_name: ann.display_name,
    message: '😀'.repeat(140),
    deleted: false,
  };
  expect(body.reply_to).toEqual(quoted);
  const shown = async () => (await pageOf(ann, message_group_uuid))[1]?.reply_to;
  expect(await shown()).toEqual(quoted);
  await edit(ann, message, 'edited');
  expect(await shown()).toEqual({ ...quoted, message: 'edited' });
  await remove(ann, message);
  expect(await shown()).toEqual({ ...quoted, message: '', deleted: true });
});

test('what is not on the page is read, and a change of a reply shows it too', async () => {
  const { ann, ben, message_group_uuid, cursors } = await createConversation(['0', '1', '2', '3']);
  for (const cursor of [cursors[0], cursors[2]])
    await sendTo(ann, { message: 're', message_group_uuid, reply_to: cursor?.slice(25) });
  const page = await pageOf(ben, message_group_uuid, { limit: '2' });
  expect(page.map(({ reply_to }) => reply_to?.message)).toEqual(['0', '2']);
  const changed = await edit(ann, nameOf(message_group_uuid, page[1]?.cursor), 're 2');
  expect(changed.body.reply_to?.message).toBe('2');
  expect((await changesOf(ben, message_group_uuid))[0]?.reply_to?.message).toBe('2');
});

test('a reply to a deleted message is fine; one to a message of another group is not', async () => {
  const { ann, ben, message, message_group_uuid } = await withMessage();
  const elsewhere = await withMessage();
  const to = (reply_to: unknown) => sendTo(ben, { message: 're', message_group_uuid, reply_to });
  for (const uuid of [elsewhere.message.message_uuid, createMessageKey(Date.now()), ben.uuid])
    expect(await to(uuid)).toMatchObject({ status: 404, errors: ['message_not_found'] });
  expect((await to('no uuid')).errors).toEqual(['malformed_uuid']);
  await remove(ann, message);
  expect((await to(message.message_uuid)).body.reply_to).toMatchObject({ deleted: true, message: '' });
  const stranger = await createStranger();
  const first = { message: 're', handle: stranger.handle, reply_to: message.message_uuid };
  expect((await sendTo(ann, first)).errors).toEqual(['message_not_found']);
});

test.each([
  ['a UUIDv7', () => createMessageKey(Date.now())],
  ['another key', () => 'key'],
])(
  'a reply repeated with %s is one message; with the same key, no reply is another request',
  async (_, makeKey) => {
    const { ben, message, message_group_uuid } = await withMessage();
    const key = makeKey();
    const reply = { message: 're', message_group_uuid, reply_to: message.message_uuid };
    const { body: sent } = await sendTo(ben, reply, key);
    expect((await sendTo(ben, reply, key)).body).toEqual(sent);
    const other = await sendTo(ben, { ...reply, reply_to: null }, key);
    expect(other.errors).toEqual(['idempotency_key_reused']);
  },
);

test('who has hidden the original sees a reply to it without its text', async () => {
  const { ann, ben, message, message_group_uuid } = await withMessage();
  await sendTo(ben, { message: 're', message_group_uuid, reply_to: message.message_uuid });
  await hide(ann, message);
  const [reply] = await pageOf(ann, message_group_uuid);
  expect(reply?.reply_to).toMatchObject({ message: '', deleted: true });
});
