import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as v from 'valibot';
import { type MessageGroup, Request, UNREAD_COUNT_MAX } from '../contract/message-groups.ts';
import { Cursor, type Made } from '../contract/schema.ts';
import { Handle, type UserShort } from '../contract/users.ts';
import { MessageGroupNotFound, NotAcceptingMessages } from '../errors.ts';
import { documents, tableName } from './client.ts';
import { putIfAbsent } from './condition.ts';
import type { VersionedName } from './display-names.ts';
import { listKey, messageGroupKey, nameOfList } from './keys.ts';
import type { StoredMessage } from './messages.ts';
import { overVersion } from './over-version.ts';
import { StoredInstant, StoredTextOrNone, StoredUuid } from './stored.ts';

/** One member's row of a message group. The `user_` attributes name the other member. */
export const MessageGroupRow = () =>
  v.object({
    message_group_uuid: StoredUuid(),
    /** In which list its member finds it (listKey). A row from before lists has none until its next projection. */
    list: v.optional(StoredList()),
    /** As `created_at` of the message it comes from. */
    last_message_at: StoredInstant(),
    message: StoredTextOrNone(),
    /** The last message was deleted, so `message` is empty; absent otherwise. */
    message_deleted: v.optional(v.literal(true)),
    /** The member has sent the last message; absent otherwise, and in rows from before this was kept. */
    message_mine: v.optional(v.literal(true)),
    user_uuid: StoredUuid(),
    user_display_name: v.string(),
    user_handle: Handle(),
    /** The version of the other member's name; absent in rows older than that. */
    user_name_version: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
    /** Messages from the other member after `read_to`; counting stops at UNREAD_COUNT_MAX. */
    unread_count: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(UNREAD_COUNT_MAX)),
    /** The cursor of the newest message when the member blocked the other: the row shows nothing after it. */
    blocked_to: v.optional(Cursor()),
    /**
     * The receiver of a first message has not accepted it, in both rows: until then its sender is shown no receipt and no
     * typing, and may send REQUEST_MESSAGES_MAX messages.
     */
    request: v.optional(Request()),
    /** How many messages the member has sent since the other one's last message, to the limit; absent if none. */
    unanswered: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
    /** Until then it is in no total; absent if it was never muted, or no longer. */
    muted_until: v.optional(StoredInstant()),
    /** The cursor up to which the member deleted the conversation for themselves; `read_to` is never before it. */
    cleared_to: v.optional(Cursor()),
    /** The other member blocks this one; the API does not show it. */
    closed: v.optional(v.literal(true)),
    /** The cursor of the last message read; absent until something was read. */
    read_to: v.optional(Cursor()),
    /** How far the member shows the others that they have read; absent until they show something. */
    shown_read_to: v.optional(Cursor()),
    /** The version with which `shown_read_to` moved, so that only that change's record becomes a frame. */
    shown_version: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
    /** When the unread messages were sent, packed (unread-times.ts); absent if there are none. */
    unread_times: v.optional(v.custom<Uint8Array>(ArrayBuffer.isView)),
    /**
     * The time of the message that was the first unread one. It stays until all are read, and is absent then, which makes
     * the index sparse: unread groups only.
     */
    unread_since: v.optional(StoredInstant()),
    /** `unread_times` is complete up to here, so only later messages are read. Absent until the first count. */
    counted_to: v.optional(StoredInstant()),
    /**
     * For optimistic locking: raised by every change of the derived attributes, which are written only over the version
     * read.
     */
    version: v.pipe(v.number(), v.integer(), v.minValue(1)),
  });
export type MessageGroupRow = Made<typeof MessageGroupRow>;

/** Later than the version of any name: a rename that comes late changes nothing. */
export const LAST_NAME_VERSION = Number.MAX_SAFE_INTEGER;

/**
 * What is left of the row of somebody who has deleted their account. It is in no list, and shown to nobody; writes to a
 * row of the version before fail.
 */
export const ErasedRow = () =>
  v.object({
    message_group_uuid: StoredUuid(),
    user_uuid: StoredUuid(),
    erased: v.literal(true),
    /** {@link LAST_NAME_VERSION}, so that no rename of the other member is written here. */
    user_name_version: v.number(),
    version: v.pipe(v.number(), v.integer(), v.minValue(1)),
  });
export type ErasedRow = Made<typeof ErasedRow>;

export const isErased = (row: object): row is ErasedRow => 'erased' in row;

const StoredList = () => v.pipe(v.string(), v.regex(/^(inbox|pinned|requests|archived)#[0-9a-f-]{36}$/));

/** A member's initial row: the other member's name, and text and time of a message. */
export function rowNaming(
  other: UserShort & Partial<VersionedName>,
  newest: StoredMessage,
  unread_count: number,
): MessageGroupRow {
  return {
    message_group_uuid: newest.message_group_uuid,
    last_message_at: newest.created_at,
    ...textOf(newest, other.uuid),
    user_uuid: other.uuid,
    user_display_name: other.display_name,
    user_handle: other.handle,
    ...(other.name_version !== undefined && { user_name_version: other.name_version }),
    unread_count,
    version: 1,
  };
}

/** The last text of a row, from the newest message that its member may see; undefined if they have hidden all. */
export const textOf = (newest: StoredMessage | undefined, otherUuid: string) => ({
  message: newest?.message ?? '',
  message_mine: newest && newest.user_uuid !== otherUuid ? (true as const) : undefined,
  message_deleted: newest && newest.deleted_at === undefined ? undefined : (true as const),
});

/** A message group row as the API shows it. */
export function toApiMessageGroup(row: Omit<MessageGroupRow, 'unread_times'>): MessageGroup {
  return {
    uuid: row.message_group_uuid,
    display_name: row.user_display_name,
    handle: row.user_handle,
    user_uuid: row.user_uuid,
    message: row.message,
    created_at: row.last_message_at,
    unread_count: row.unread_count,
    ...(row.message_deleted && { message_deleted: true }),
    ...(row.message_mine && { message_mine: true }),
    ...(row.list && nameOfList(row.list) !== 'inbox' && { list: nameOfList(row.list) }),
    ...(row.request && { request: row.request }),
    ...(row.muted_until && { muted_until: row.muted_until }),
    ...(row.cleared_to && { cleared_to: row.cleared_to }),
    ...(row.blocked_to && { blocked: true }),
    ...(row.read_to && { read_to: row.read_to }),
  };
}

/**
 * The caller's row: membership and who else is in the group.
 *
 * Reads eventually consistent first, which is nearly always enough; only a miss needs a strong read.
 * @throws MessageGroupNotFound also for other people's group, so that its existence does not leak.
 */
export async function getMembership(userUuid: string, messageGroupUuid: string): Promise<MessageGroupRow> {
  const row =
    (await getRow(userUuid, messageGroupUuid, { consistent: false })) ??
    (await getRow(userUuid, messageGroupUuid, { consistent: true }));
  if (!row) throw new MessageGroupNotFound();
  return row;
}

/**
 * The caller's row for a send, strongly consistent: after a block nothing is sent.
 *
 * @throws MessageGroupNotFound, NotAcceptingMessages
 */
export async function getOpenMembership(
  userUuid: string,
  messageGroupUuid: string,
): Promise<MessageGroupRow> {
  const row = await getRow(userUuid, messageGroupUuid, { consistent: true });
  if (!row) throw new MessageGroupNotFound();
  refuseIfClosed(row);
  return row;
}

/** @throws NotAcceptingMessages if either member blocks the other. */
export function refuseIfClosed({ blocked_to, closed }: Pick<MessageGroupRow, 'blocked_to' | 'closed'>): void {
  if (blocked_to !== undefined || closed) throw new NotAcceptingMessages();
}

/** The transaction item that creates a member's row, in the inbox if it names no list; fails if the row exists. */
export function newRow(memberUuid: string, row: MessageGroupRow) {
  return {
    Put: {
      TableName: tableName,
      Item: {
        ...messageGroupKey(memberUuid, row.message_group_uuid),
        list: listKey('inbox', memberUuid),
        ...row,
      },
      ConditionExpression: 'attribute_not_exists(pk)',
    },
  };
}

/** Creates a row outside of a send; an existing one stays as it is. */
export async function createRow(memberUuid: string, row: MessageGroupRow): Promise<void> {
  await putIfAbsent(newRow(memberUuid, row));
}

/**
 * Reads a row by its key; the strongly consistent read costs twice as much. Somebody who has deleted their account has
 * none.
 */
export async function getRow(
  userUuid: string,
  messageGroupUuid: string,
  { consistent }: { consistent: boolean },
): Promise<MessageGroupRow | undefined> {
  const { Item } = await documents.send(readRow(userUuid, messageGroupUuid, consistent));
  return Item && !isErased(Item) ? (Item as MessageGroupRow) : undefined;
}

/** As {@link getRow}, strongly consistent, and what is left of a row. */
export async function getAnyRow(
  userUuid: string,
  messageGroupUuid: string,
): Promise<MessageGroupRow | ErasedRow | undefined> {
  const { Item } = await documents.send(readRow(userUuid, messageGroupUuid, true));
  return Item as MessageGroupRow | ErasedRow | undefined;
}

const readRow = (userUuid: string, messageGroupUuid: string, ConsistentRead: boolean) =>
  new GetCommand({ TableName: tableName, Key: messageGroupKey(userUuid, messageGroupUuid), ConsistentRead });

/**
 * Optimistic locking: the condition fails if the version has changed since the read. Undefined attributes are removed.
 */
export async function updateRow(
  memberUuid: string,
  read: MessageGroupRow,
  changes: Partial<MessageGroupRow>,
): Promise<void> {
  await documents.send(new UpdateCommand(rowUpdate(memberUuid, read, changes)));
}

/** The update of {@link updateRow}, also for a transaction. */
export const rowUpdate = (memberUuid: string, read: MessageGroupRow, changes: Partial<MessageGroupRow>) => ({
  TableName: tableName,
  Key: messageGroupKey(memberUuid, read.message_group_uuid),
  ...overVersion('version', read.version, { ...changes, version: read.version + 1 }),
});
