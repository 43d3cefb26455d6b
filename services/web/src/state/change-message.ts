import type { Message } from '../../../../shared/contract/messages.ts';
import { api } from '../api/api.ts';
import { receiveMessages } from './timeline-query.ts';

/** Replaces the text of an own message. */
export async function changeMessage(group: string, { uuid }: Message, text: string): Promise<void> {
  const params = { message_group_uuid: group, message_uuid: uuid };
  receiveMessages(group, [await api.editMessage({ params, body: { message: text } })]);
}

/** Deletes an own message for everyone. */
export async function deleteMessage(group: string, message: Message): Promise<void> {
  await api.deleteMessage({ params: { message_group_uuid: group, message_uuid: message.uuid } });
  const deleted_at = new Date(api.now()).toISOString();
  // Until the frame or the list tells of it.
  receiveMessages(group, [{ ...withoutTexts(message), deleted_at, revision: (message.revision ?? 0) + 1 }]);
}

/** Deletes a message for the reader alone. */
export async function hideMessage(group: string, message: Message): Promise<void> {
  await api.hideMessage({ params: { message_group_uuid: group, message_uuid: message.uuid } });
  receiveMessages(group, [{ ...withoutTexts(message), hidden: true, revision: (message.revision ?? 0) + 1 }]);
}

/** Puts an emoji of the reader on a message, or takes it off. */
export async function react(group: string, { uuid }: Message, emoji: string, isOn: boolean): Promise<void> {
  const params = { message_group_uuid: group, message_uuid: uuid, emoji };
  receiveMessages(group, [await (isOn ? api.addReaction({ params }) : api.removeReaction({ params }))]);
}

function withoutTexts({ edited_at: _, reactions: __, reply_to: ___, ...message }: Message): Message {
  return { ...message, message: '' };
}
