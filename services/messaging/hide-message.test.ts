import { createStranger, type Person } from '../../test/accounts.ts';
import { call } from '../../test/call.ts';
import { createConversation } from '../../test/conversations.ts';
import { changesOf, edit, hide, nameOf, pageOf, react, remove, withMessage } from '../../test/messages.ts';
import { type Projection, startProjection } from '../../test/projection.ts';
import { handler as project } from '../stream/project.ts';
import { handler as listMessageGroups } from './list-message-groups.ts';

let projection: Projection;
beforeAll(async () => {
  projection = await startProjection(project);
});
afterAll(() => projection.stop());

const groupOf = async (as: Person) => {
  await projection.drained();
  return (await call(listMessageGroups, 'listMessageGroups', { as })).body[0];
};

test('a hidden message is gone for who hid it, and for nobody else', async () => {
  const { ann, ben, message, message_group_uuid } = await withMessage();
  for (let n = 0; n < 2; n++) expect((await hide(ben, message)).status).toBe(204);
  expect(await pageOf(ben, message_group_uuid)).toEqual([]);
  expect(await pageOf(ann, message_group_uuid)).toMatchObject([{ message: 'first', revision: 1 }]);
  expect((await pageOf(ann, message_group_uuid))[0]).not.toHaveProperty('hidden');
});

test('a message that both members hide is gone for both', async () => {
  const { ann, ben, message, message_group_uuid } = await withMessage();
  await hide(ben, message);
  await hide(ann, message);
  for (const person of [ann, ben]) expect(await pageOf(person, message_group_uuid)).toEqual([]);
});

test("changes tell the caller's other devices to drop it, without its text", async () => {
  const { ann, ben, message, message_group_uuid } = await withMessage();
  await react(ann, message, '👍');
  await hide(ben, message);
  const [forBen] = await changesOf(ben, message_group_uuid);
  expect(forBen).toMatchObject({ uuid: message.message_uuid, message: '', hidden: true, revision: 2 });
  expect(forBen).not.toHaveProperty('reactions');
  expect((await changesOf(ann, message_group_uuid))[0]).toMatchObject({ message: 'first' });
});

test('the list and the count leave it out; the place in the list stays', async () => {
  const { ann, ben, message_group_uuid, cursors } = await createConversation(['1', '2', '3']);
  expect(await groupOf(ben)).toMatchObject({ message: '3', unread_count: 2 });
  expect(await groupOf(ben)).not.toHaveProperty('message_mine');
  const created_at = cursors[2]?.slice(0, 24);
  await hide(ben, nameOf(message_group_uuid, cursors[2]));
  expect(await groupOf(ben)).toMatchObject({ message: '2', message_mine: true, unread_count: 1, created_at });
  expect(await groupOf(ann)).toMatchObject({ message: '3', message_mine: true, unread_count: 1, created_at });
  await hide(ben, nameOf(message_group_uuid, cursors[1]));
  await hide(ben, nameOf(message_group_uuid, cursors[0]));
  expect(await groupOf(ben)).toMatchObject({
    message: '',
    message_deleted: true,
    unread_count: 0,
    created_at,
  });
  expect(await groupOf(ben)).not.toHaveProperty('message_mine');
});

test('pages go on behind many hidden ones', async () => {
  const { ben, message_group_uuid, cursors } = await createConversation(
    Array.from({ length: 12 }, (_, n) => `${n}`),
  );
  for (const cursor of cursors.slice(2)) await hide(ben, nameOf(message_group_uuid, cursor));
  const page = await pageOf(ben, message_group_uuid, { limit: '3' });
  expect(page.map(({ message }) => message)).toEqual(expect.arrayContaining(['1']));
});

test('who hid a message can do nothing more with it; the other one can', async () => {
  const { ann, ben, message, message_group_uuid } = await withMessage();
  await hide(ann, message);
  for (const answer of [
    await edit(ann, message, 'x'),
    await remove(ann, message),
    await react(ann, message, '👍'),
  ])
    expect(answer).toMatchObject({ status: 404, errors: ['message_not_found'] });
  expect((await react(ben, message, '👍')).status).toBe(200);
  expect(await pageOf(ann, message_group_uuid)).toEqual([]);
  expect(await hide(await createStranger(), message)).toMatchObject({ status: 404 });
});
