import { randomUUID } from 'node:crypto';
import { importConversation } from '../../cli/table/import-conversation.ts';
import { messageGroupUuid } from '../../shared/dynamo/keys.ts';
import type { MessageGroupRow } from '../../shared/dynamo/message-groups.ts';
import type { StoredMessage } from '../../shared/dynamo/messages.ts';
import type { Person } from './people.ts';

/**
 * Puts a conversation of the past into the table, one message a minute until now, every third one from the other.
 *
 * @param textOf the text of a message by its number, from 1.
 * @returns its message group.
 */
export async function importLongConversation(
  me: Person,
  other: Person,
  length: number,
  textOf: (number: number) => string,
): Promise<string> {
  const message_group_uuid = messageGroupUuid(me.uuid, other.uuid);
  const now = Date.now();
  const messages = Array.from({ length }, (_, index): StoredMessage => {
    const sender = (index + 1) % 3 === 0 ? other : me;
    return {
      message_group_uuid,
      message_uuid: randomUUID(),
      message: textOf(index + 1),
      created_at: new Date(now - (length - index) * 60_000).toISOString(),
      user_uuid: sender.uuid,
      user_display_name: sender.display_name,
      user_handle: sender.handle,
      member_uuids: [me.uuid, other.uuid],
    };
  });
  const last = messages.at(-1) as StoredMessage;
  const rowAbout = (person: Person): MessageGroupRow => ({
    message_group_uuid,
    last_message_at: last.created_at,
    message: last.message,
    user_uuid: person.uuid,
    user_display_name: person.display_name,
    user_handle: person.handle,
    unread_count: 0,
    version: 1,
  });
  await importConversation(messages, { [me.uuid]: rowAbout(other), [other.uuid]: rowAbout(me) });
  return message_group_uuid;
}
