import { putIfAbsent } from '../../shared/dynamo/condition.ts';
import { type MessageGroupRow, newRow } from '../../shared/dynamo/message-groups.ts';
import { newMessage, type StoredMessage } from '../../shared/dynamo/messages.ts';
import { refreshMessageGroup } from '../../shared/dynamo/projection.ts';

const AT_ONCE = 20;

/**
 * Stores a whole past conversation. Idempotent: existing items stay unchanged, also when newer messages follow.
 *
 * @param rows every member's row, by member uuid.
 * @returns how many items were new.
 */
export async function importConversation(
  messages: readonly StoredMessage[],
  rows: Record<string, MessageGroupRow>,
): Promise<number> {
  const puts = conversationPuts(messages, rows);
  let created = 0;
  for (let start = 0; start < puts.length; start += AT_ONCE) {
    const some = puts.slice(start, start + AT_ONCE);
    const results = await Promise.all(some.map(putIfAbsent));
    created += results.filter(Boolean).length;
  }
  const groups = new Set(messages.map((message) => message.message_group_uuid));
  for (const group of groups) await refreshMessageGroup(group, Object.keys(rows));
  return created;
}

/** The conditional puts of a conversation: each only if the item does not exist. */
export function conversationPuts(messages: readonly StoredMessage[], rows: Record<string, MessageGroupRow>) {
  const ofRows = Object.entries(rows).map(([member, row]) => newRow(member, row));
  return [...messages.map(newMessage), ...ofRows];
}
