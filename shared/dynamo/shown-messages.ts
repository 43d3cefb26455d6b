import { BatchGetCommand } from '@aws-sdk/lib-dynamodb';
import { type Message, QUOTE_MAX_CODE_POINTS, type ReplyTo } from '../contract/messages.ts';
import { StoreUnavailable } from '../errors.ts';
import { pause } from '../pause.ts';
import { documents, tableName } from './client.ts';
import { type Key, messageCursor, messageGroupOfPartition, messageKey } from './keys.ts';
import { getRow, type MessageGroupRow } from './message-groups.ts';
import { cursorOf, isHiddenFrom, type StoredMessage, toMessage } from './messages.ts';
import { placeOfKey } from './places.ts';

/** The messages that replies answer, by their keys. */
export type Originals = ReadonlyMap<string, StoredMessage>;

const ATTEMPTS = 4;

/** Up to where a reader has deleted the conversation. */
type Clearing = Pick<MessageGroupRow, 'cleared_to'>;

/** Messages as the API shows them to a member, replies with what they answer. */
export async function showMessages(
  reader: string,
  messages: readonly StoredMessage[],
  row: Clearing,
): Promise<Message[]> {
  const originals = await findOriginals(messages);
  return messages.map((message) => showMessage(reader, message, originals, row));
}

/** @param row the reader's, if the caller has it; otherwise it is read for a reply. */
export async function showOne(reader: string, message: StoredMessage, row?: Clearing): Promise<Message> {
  const { message_group_uuid, reply_to } = message;
  if (reply_to === undefined) return showMessage(reader, message, new Map());
  const [originals, read] = await Promise.all([
    findOriginals([message]),
    row ?? getRow(reader, message_group_uuid, { consistent: false }),
  ]);
  return showMessage(reader, message, originals, read);
}

/**
 * What some messages answer: from these messages themselves, or read in one call. It is not stored with a reply, so an edit or a
 * deletion shows everywhere.
 *
 * @param messages at most 100.
 */
export async function findOriginals(messages: readonly StoredMessage[]): Promise<Originals> {
  const held = new Map(messages.map((message) => [nameOf(keyOf(message)), message]));
  const keys = messages.flatMap((message) => originalKey(message) ?? []);
  const missing = new Map(
    keys.map((key) => [nameOf(key), key]).filter(([name]) => !held.has(name as string)) as [string, Key][],
  );
  for (const item of await getAll([...missing.values()])) {
    const group = messageGroupOfPartition(String(item.pk)) ?? '';
    held.set(nameOf(item as unknown as Key), toMessage(item, group));
  }
  return held;
}

/** A message as the API shows it to a member. */
export function showMessage(
  reader: string,
  stored: StoredMessage,
  originals: Originals,
  row: Clearing = {},
): Message {
  const shown = {
    uuid: stored.message_uuid,
    display_name: stored.user_display_name,
    handle: stored.user_handle,
    user_uuid: stored.user_uuid,
    message: stored.message,
    created_at: stored.created_at,
    cursor: cursorOf(stored),
    ...(stored.changed_at && { changed_at: stored.changed_at }),
    ...(stored.revision && { revision: stored.revision }),
  };
  if (isHiddenFrom(reader, stored)) return { ...shown, message: '', hidden: true };
  const original = originals.get(nameOf(originalKey(stored)));
  return {
    ...shown,
    ...(stored.edited_at && { edited_at: stored.edited_at }),
    ...(stored.deleted_at && { deleted_at: stored.deleted_at }),
    ...(stored.reactions?.length && { reactions: stored.reactions }),
    ...(original && { reply_to: quote(reader, original, row) }),
  };
}

function quote(reader: string, original: StoredMessage, { cleared_to = '' }: Clearing): ReplyTo {
  const isCleared = cursorOf(original) <= cleared_to;
  const isGone = original.deleted_at !== undefined || isHiddenFrom(reader, original) || isCleared;
  return {
    uuid: original.message_uuid,
    user_uuid: original.user_uuid,
    display_name: original.user_display_name,
    message: isGone ? '' : [...original.message].slice(0, QUOTE_MAX_CODE_POINTS).join(''),
    deleted: isGone,
  };
}

const keyOf = (message: StoredMessage) => messageKey(message.message_group_uuid, cursorOf(message));

const nameOf = (key: Key | undefined) => (key ? `${key.pk} ${key.sk}` : '');

/** Only a message with a UUIDv7 can be answered: its place follows from the uuid. */
function originalKey({ message_group_uuid, reply_to }: StoredMessage): Key | undefined {
  const place = reply_to === undefined ? undefined : placeOfKey(reply_to);
  return place && messageKey(message_group_uuid, messageCursor(place.created_at, place.message_uuid));
}

/** Reads items by their keys, at most 100, in any order; DynamoDB may leave some for another call. */
export async function getAll(keys: Key[]): Promise<Record<string, unknown>[]> {
  const items: Record<string, unknown>[] = [];
  let left = keys;
  for (let attempt = 0; left.length > 0; attempt++) {
    if (attempt === ATTEMPTS) throw new StoreUnavailable();
    if (attempt > 0) await pause(Math.random() * 25 * 2 ** attempt);
    const { Responses, UnprocessedKeys } = await documents.send(
      new BatchGetCommand({ RequestItems: { [tableName]: { Keys: left } } }),
    );
    items.push(...(Responses?.[tableName] ?? []));
    left = (UnprocessedKeys?.[tableName]?.Keys ?? []) as Key[];
  }
  return items;
}
