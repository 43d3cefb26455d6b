import { handler as addReaction } from '../services/messaging/add-reaction.ts';
import { handler as deleteMessage } from '../services/messaging/delete-message.ts';
import { handler as editMessage } from '../services/messaging/edit-message.ts';
import { handler as hideMessage } from '../services/messaging/hide-message.ts';
import { handler as listChanges } from '../services/messaging/list-changes.ts';
import { handler as listMessages } from '../services/messaging/list-messages.ts';
import { handler as removeReaction } from '../services/messaging/remove-reaction.ts';
import { handler as sendMessage } from '../services/messaging/send-message.ts';
import type { Person } from './accounts.ts';
import { call } from './call.ts';
import { createConversation } from './conversations.ts';

/** The requests on a message, for tests. */

export interface Named {
  message_group_uuid: string;
  message_uuid: string;
}

export const nameOf = (message_group_uuid: string, cursor = ''): Named => ({
  message_group_uuid,
  message_uuid: cursor.slice(25),
});

/** A conversation with one message of ann. */
export async function withMessage(text = 'first') {
  const { ann, ben, message_group_uuid, cursors } = await createConversation([text]);
  return { ann, ben, message_group_uuid, message: nameOf(message_group_uuid, cursors[0]) };
}

export const edit = (as: Person, params: Named, message: unknown) =>
  call(editMessage, 'editMessage', { as, params: { ...params }, body: { message } });

export const remove = (as: Person, params: Named) =>
  call(deleteMessage, 'deleteMessage', { as, params: { ...params } });

export const hide = (as: Person, params: Named) =>
  call(hideMessage, 'hideMessage', { as, params: { ...params } });

export const react = (as: Person, params: Named, emoji: string) =>
  call(addReaction, 'addReaction', { as, params: { ...params, emoji } });

export const unreact = (as: Person, params: Named, emoji: string) =>
  call(removeReaction, 'removeReaction', { as, params: { ...params, emoji } });

export const sendTo = (as: Person, body: unknown, key?: string) =>
  call(sendMessage, 'sendMessage', { as, body, headers: key ? { 'idempotency-key': key } : {} });

export const pageOf = async (as: Person, message_group_uuid: string, query?: Record<string, string>) =>
  (await call(listMessages, 'listMessages', { as, params: { message_group_uuid }, query })).body;

export const changesOf = async (as: Person, message_group_uuid: string) => {
  const query = { since: '2020-01-01T00:00:00.000Z', limit: '100' };
  return (await call(listChanges, 'listChanges', { as, params: { message_group_uuid }, query })).body;
};
