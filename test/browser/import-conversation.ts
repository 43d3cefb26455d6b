import { randomUUID } from 'node:crypto';
import { importConversation } from '../../cli/table/import-conversation.ts';
import { messageGroupUuid } from '../../shared/dynamo/keys.ts';
import type { MessageGroupRow } from '../../shared/dynamo/message-groups.ts';
import type { StoredMessage } from '../../shared/dynamo/messages.ts';

interface Somebody {
  uuid: string;
  handle: string;
  display_name: string;
}

interface Past {
  /** The number of messages, one per minute until `endedAt`. */
  length: number;
  /** The text of a message, by its number from 1. */
  textOf?: (number: number) => string;
  /** Whether a message, by its number, is from the other person; by default every third one. */
  isTheirs?: (number: number) => boolean;
  /** The number of the last message that `me` has read; by default none. */
  readTo?: number;
  endedAt?: number;
}

const MINUTE_MS = 60_000;

/** Stores a past conversation in the table. Returns its message group. */
export async function importPast(me: Somebody, other: Somebody, past: Past): Promise<string> {
  const { length, textOf = String, isTheirs = (number) => number % 3 === 0 } = past;
  const message_group_uuid = messageGroupUuid(me.uuid, other.uuid);
  const endedAt = past.endedAt ?? Date.now();
  const messages = Array.from({ length }, (_, index): StoredMessage => {
    const sender = isTheirs(index + 1) ? other : me;
    return {
      message_group_uuid,
      message_uuid: randomUUID(),
      message: textOf(index + 1),
      created_at: new Date(endedAt - (length - index) * MINUTE_MS).toISOString(),
      user_uuid: sender.uuid,
      user_display_name: sender.display_name,
      user_handle: sender.handle,
      member_uuids: [me.uuid, other.uuid],
    };
  });
  const last = messages.at(-1) as StoredMessage;
  const rowAbout = (person: Somebody): MessageGroupRow => ({
    message_group_uuid,
    last_message_at: last.created_at,
    message: last.message,
    user_uuid: person.uuid,
    user_display_name: person.display_name,
    user_handle: person.handle,
    unread_count: 0,
    version: 1,
  });
  const read = messages[(past.readTo ?? 0) - 1];
  const mine = { ...rowAbout(other), ...(read && { read_to: `${read.created_at}#${read.message_uuid}` }) };
  await importConversation(messages, { [me.uuid]: mine, [other.uuid]: rowAbout(me) });
  return message_group_uuid;
}

/**
 * Fills a person's list with short conversations, a minute apart, newest first. The other people have no user row.
 *
 * @param isUnread by the position in the list, from 1.
 * @returns their message groups, in the order of the list.
 */
export async function importList(
  me: Somebody,
  count: number,
  isUnread: (place: number) => boolean = () => false,
): Promise<string[]> {
  const groups: string[] = [];
  for (let place = 1; place <= count; place++) {
    const uuid = randomUUID();
    const other = { uuid, handle: `nr_${place}_${uuid.slice(0, 8)}`, display_name: `Number ${place}` };
    const past = { length: 1, isTheirs: () => isUnread(place), endedAt: Date.now() - place * MINUTE_MS };
    groups.push(await importPast(me, other, past));
  }
  return groups;
}
