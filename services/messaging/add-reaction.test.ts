import { createStranger } from '../../test/accounts.ts';
import {
  changesOf,
  edit,
  nameOf,
  pageOf,
  react,
  remove,
  sendTo,
  unreact,
  withMessage,
} from '../../test/messages.ts';

test('reactions show to both, in the order in which they came, each person once', async () => {
  const { ann, ben, message, message_group_uuid } = await withMessage();
  await react(ben, message, '👍');
  await react(ann, message, '🎉');
  await react(ann, message, '👍');
  const { body } = await react(ann, message, '👍');
  expect(body).toMatchObject({
    message: 'first',
    revision: 3,
    reactions: [
      { emoji: '👍', user_uuids: [ben.uuid, ann.uuid] },
      { emoji: '🎉', user_uuids: [ann.uuid] },
    ],
  });
  expect(await pageOf(ben, message_group_uuid)).toEqual([body]);
  expect(await changesOf(ben, message_group_uuid)).toEqual([body]);
});

test('taking one off is idempotent, and the last one leaves nothing behind', async () => {
  const { ann, ben, message } = await withMessage();
  await react(ann, message, '👍');
  expect((await unreact(ben, message, '👍')).body.revision).toBe(1);
  const { body } = await unreact(ann, message, '👍');
  expect(body).not.toHaveProperty('reactions');
  expect((await unreact(ann, message, '👍')).body).toEqual(body);
});

test('concurrent reactions of both are all there', async () => {
  const { ann, ben, message } = await withMessage();
  const emoji = ['👍', '🎉', '😀'];
  await Promise.all([ann, ben].flatMap((as) => emoji.map((one) => react(as, message, one))));
  const { body } = await react(ann, message, '👍');
  expect(body.revision).toBe(6);
  for (const one of emoji) {
    const { user_uuids = [] } = body.reactions?.find((reaction) => reaction.emoji === one) ?? {};
    expect(user_uuids.toSorted()).toEqual([ann.uuid, ben.uuid].sort());
  }
});

test('the sixth emoji of one person is refused', async () => {
  const { ann, message } = await withMessage();
  for (const emoji of ['1️⃣', '2️⃣', '3️⃣', '4️⃣', '5️⃣']) await react(ann, message, emoji);
  expect(await react(ann, message, '6️⃣')).toMatchObject({ status: 403, errors: ['too_many_reactions'] });
});

test.each(['', 'a', '👍👍', '❤', 'thumbs up'])('%j is no reaction', async (emoji) => {
  const { ann, message } = await withMessage();
  for (const answer of [await react(ann, message, emoji), await unreact(ann, message, emoji)])
    expect(answer).toMatchObject({ status: 422, errors: ['emoji_invalid'] });
});

test('a deleted message has no reactions and gets none; an edited one keeps them', async () => {
  const { ann, ben, message, message_group_uuid } = await withMessage();
  await react(ben, message, '👍');
  const edited = await edit(ann, message, 'second');
  expect(edited.body.reactions).toEqual([{ emoji: '👍', user_uuids: [ben.uuid] }]);
  await remove(ann, message);
  expect((await pageOf(ben, message_group_uuid))[0]).not.toHaveProperty('reactions');
  expect(await react(ben, message, '👍')).toMatchObject({ status: 409, errors: ['message_deleted'] });
  expect(await unreact(ben, message, '👍')).toMatchObject({ status: 200 });
});

test('a stranger does not learn that the message exists', async () => {
  const { message } = await withMessage();
  const stranger = await createStranger();
  for (const answer of [await react(stranger, message, '👍'), await unreact(stranger, message, '👍')])
    expect(answer).toMatchObject({ status: 404, errors: ['message_not_found'] });
});

test('a reply that is reacted to still shows what it answers', async () => {
  const { ann, ben, message, message_group_uuid } = await withMessage();
  const { body: reply } = await sendTo(ben, {
    message: 'yes',
    message_group_uuid,
    reply_to: message.message_uuid,
  });
  const name = nameOf(message_group_uuid, reply.cursor);
  expect((await react(ann, name, '👍')).body.reply_to).toEqual(reply.reply_to);
  expect((await unreact(ann, name, '👍')).body.reply_to).toEqual(reply.reply_to);
});
