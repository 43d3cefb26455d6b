import { createStranger, type Person } from '../../test/accounts.ts';
import { call } from '../../test/call.ts';
import { createConversation } from '../../test/conversations.ts';
import { handler as getMessageGroup } from './get-message-group.ts';
import { handler as listMessageGroups } from './list-message-groups.ts';
import { handler as markRead } from './mark-read.ts';

const groupFor = (as: Person, message_group_uuid: string) =>
  call(getMessageGroup, 'getMessageGroup', { as, params: { message_group_uuid } });
const mark = (as: Person, message_group_uuid: string, body: object) =>
  call(markRead, 'markRead', { as, params: { message_group_uuid }, body });

test('one group is the row of the list, and how far each member shows that they have read', async () => {
  const { ann, ben, message_group_uuid, cursors } = await createConversation(['1', '2', '3']);
  await mark(ben, message_group_uuid, { cursor: cursors[0] });
  const { body } = await groupFor(ann, message_group_uuid);
  const [row] = (await call(listMessageGroups, 'listMessageGroups', { as: ann })).body;
  const members = [{ user_uuid: ann.uuid }, { user_uuid: ben.uuid, read_to: cursors[0] }];
  expect(body).toEqual({ ...row, members });
});

test('a private marker counts as read, and moves nothing that the other sees until a public one', async () => {
  const { ann, ben, message_group_uuid, cursors } = await createConversation(['1', '2', '3']);
  const shown = async () => (await groupFor(ann, message_group_uuid)).body.members[1]?.read_to;
  const readTo = async () => (await groupFor(ben, message_group_uuid)).body.read_to;
  const privately = await mark(ben, message_group_uuid, { cursor: cursors[2], private: true });
  expect(privately.body).toEqual({ unread_count: 0 });
  expect([await shown(), await readTo()]).toEqual([undefined, cursors[2]]);
  // Before the marker: what was read privately stays so.
  await mark(ben, message_group_uuid, { cursor: cursors[0], private: false });
  expect(await shown()).toBeUndefined();
  await mark(ben, message_group_uuid, { cursor: cursors[2] });
  expect([await shown(), await readTo()]).toEqual([cursors[2], cursors[2]]);
});

test('private is true or false', async () => {
  const { ben, message_group_uuid, cursors } = await createConversation();
  const answer = await mark(ben, message_group_uuid, { cursor: cursors[0], private: 'yes' });
  expect(answer).toMatchObject({ status: 422, errors: ['private_invalid'] });
});

test('a stranger finds no such group', async () => {
  const { message_group_uuid } = await createConversation();
  const answer = await groupFor(await createStranger(), message_group_uuid);
  expect(answer).toMatchObject({ status: 404, errors: ['message_group_not_found'] });
});
