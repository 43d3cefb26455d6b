import { GetCommand, QueryCommand, type QueryCommandOutput } from '@aws-sdk/lib-dynamodb';
import * as v from 'valibot';
import type { Made } from '../contract/schema.ts';
import { Handle } from '../contract/users.ts';
import { documents, tableName } from './client.ts';
import { messageCursor, messageKey } from './keys.ts';
import type { Page } from './page.ts';
import { between, endOfMessages } from './places.ts';
import { isPointer } from './pointers.ts';
import { StoredInstant, StoredTextOrNone, StoredUuid } from './stored.ts';

/** One text in a message group. The `user_` attributes name the sender as they were when it was sent. */
export const StoredMessage = () =>
  v.object({
    message_group_uuid: StoredUuid(),
    message_uuid: StoredUuid(),
    /** Empty if it was deleted. */
    message: StoredTextOrNone(),
    /**
     * The server's clock immediately before the write, or the time of a key within 2 s of it. `message_uuid` has the
     * same time, except in older messages.
     */
    created_at: StoredInstant(),
    user_uuid: StoredUuid(),
    user_display_name: v.string(),
    user_handle: Handle(),
    /** Everyone in the group, the sender too. */
    member_uuids: v.pipe(v.array(StoredUuid()), v.length(2)),
    /** The last edit, and how many there were; absent if there was none. */
    edited_at: v.optional(StoredInstant()),
    edit_count: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
    /** The digest of the text as it was sent, for repeated sends; absent if the text is still that one, or deleted. */
    sent_digest: v.optional(v.string()),
    /** Deleted for everyone: texts are gone, the place stays. */
    deleted_at: v.optional(StoredInstant()),
    /** Who deleted it for themselves. */
    hidden_from: v.optional(v.set(StoredUuid())),
    /** In the order in which the emoji came; each person once. */
    reactions: v.optional(v.array(v.object({ emoji: v.string(), user_uuids: v.array(StoredUuid()) }))),
    /** The uuid of the message that it answers. What is shown of that one is read when this one is. */
    reply_to: v.optional(StoredUuid()),
    /** The last change; absent if there was none, which makes the index sparse: changed messages only. */
    changed_at: v.optional(StoredInstant()),
    /** For optimistic locking: raised by every change. */
    revision: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
  });
export type StoredMessage = Made<typeof StoredMessage>;

/** The message's place in its group; clients page with it. */
export const cursorOf = (message: StoredMessage) => messageCursor(message.created_at, message.message_uuid);

/** Whether a member has deleted a message for themselves. */
export const isHiddenFrom = (member: string, { hidden_from }: Pick<StoredMessage, 'hidden_from'>): boolean =>
  hidden_from?.has(member) ?? false;

/** The requested page of a message group: the newest, or the one before or after a cursor. */
export interface PageOptions {
  limit: number;
  before?: string | undefined;
  after?: string | undefined;
  /** Nothing up to here is shown to the reader. */
  from?: string | undefined;
}

/** How many empty pages are read past. Only an attack puts more pointers together. */
const MAX_READS = 10;

/**
 * A page of a message group, oldest to newest. Without a cursor it is the newest page; `before` pages towards
 * the first message and `after` towards the last, and `next` continues in the same direction. Where there are pointers a
 * page holds fewer messages than its limit, and still has a `next`; so too where there are messages hidden from the
 * reader.
 *
 * @param reader the member who asks.
 * @param newestKnown the time of the newest message that the caller's row knows.
 */
export async function listMessages(
  reader: string,
  messageGroupUuid: string,
  options: PageOptions,
  newestKnown: string,
): Promise<Page<StoredMessage>> {
  const direction = options.after ? 'after' : 'before';
  let page: Page<StoredMessage> = { items: [], next: options[direction] };
  for (let reads = 0; reads < MAX_READS; reads++) {
    const query = pageQuery(messageGroupUuid, { ...options, [direction]: page.next }, newestKnown);
    page = visibleTo(
      reader,
      toPage(await documents.send(new QueryCommand(query)), messageGroupUuid, options),
    );
    if (page.items.length > 0 || !page.next) break;
  }
  return page;
}

/** A page without what its reader has deleted for themselves. */
export const visibleTo = (reader: string, { items, next }: Page<StoredMessage>): Page<StoredMessage> => ({
  items: items.filter((message) => !isHiddenFrom(reader, message)),
  next,
});

/** The query for a page, to the table or to the cache in front of it. */
export function pageQuery(
  messageGroupUuid: string,
  { before, after, from, limit }: PageOptions,
  newestKnown: string,
) {
  return {
    TableName: tableName,
    ...between(messageGroupUuid, latest(after, from), before ?? endOfMessages(newestKnown)),
    ScanIndexForward: Boolean(after),
    Limit: limit,
  };
}

const latest = (one: string | undefined, other: string | undefined) =>
  one !== undefined && other !== undefined && one < other ? other : (one ?? other);

/** The page from the output of a {@link pageQuery}. */
export function toPage(
  { Items = [], LastEvaluatedKey }: Pick<QueryCommandOutput, 'Items' | 'LastEvaluatedKey'>,
  messageGroupUuid: string,
  { after }: PageOptions,
): Page<StoredMessage> {
  const items = Items.filter((item) => !isPointer(item)).map((item) => toMessage(item, messageGroupUuid));
  if (!after) items.reverse();
  return { items, next: LastEvaluatedKey?.sk as string | undefined };
}

/** The message at a cursor, strongly consistent; undefined if there is none or only a pointer. */
export async function getMessage(
  messageGroupUuid: string,
  cursor: string,
): Promise<StoredMessage | undefined> {
  const { Item } = await documents.send(
    new GetCommand({ TableName: tableName, Key: messageKey(messageGroupUuid, cursor), ConsistentRead: true }),
  );
  return Item && !isPointer(Item) ? toMessage(Item, messageGroupUuid) : undefined;
}

/**
 * The newest message of a group, strongly consistent.
 *
 * @param known times of messages that the caller knows of ({@link endOfMessages}).
 */
export function findNewestMessage(
  messageGroupUuid: string,
  ...known: string[]
): Promise<StoredMessage | undefined> {
  return findNewest(messageGroupUuid, known, () => true);
}

/** As {@link findNewestMessage}, the newest one that a member has not deleted for themselves. */
export function findNewestVisible(
  member: string,
  messageGroupUuid: string,
  ...known: string[]
): Promise<StoredMessage | undefined> {
  return findNewest(messageGroupUuid, known, (message) => !isHiddenFrom(member, message));
}

async function findNewest(
  messageGroupUuid: string,
  known: string[],
  isWanted: (message: StoredMessage) => boolean,
): Promise<StoredMessage | undefined> {
  let before: string | undefined = endOfMessages(...known);
  for (let limit = 1; before; limit = 100) {
    const { Items = [], LastEvaluatedKey }: QueryCommandOutput = await documents.send(
      new QueryCommand({
        TableName: tableName,
        ...between(messageGroupUuid, undefined, before),
        ScanIndexForward: false,
        ConsistentRead: true,
        Limit: limit,
      }),
    );
    const messages = Items.filter((item) => !isPointer(item)).map((item) =>
      toMessage(item, messageGroupUuid),
    );
    const newest = messages.find(isWanted);
    if (newest) return newest;
    before = LastEvaluatedKey?.sk;
  }
  return undefined;
}

/** The transaction item that stores a message; fails if it exists. */
export function newMessage(message: StoredMessage) {
  const { message_group_uuid, ...attributes } = message;
  return {
    Put: {
      TableName: tableName,
      Item: { ...messageKey(message_group_uuid, cursorOf(message)), ...attributes },
      ConditionExpression: 'attribute_not_exists(pk)',
    },
  };
}

/** A message item without its keys. */
export function toMessage(item: Record<string, unknown>, message_group_uuid: string): StoredMessage {
  const { pk: _pk, sk: _sk, ...attributes } = item;
  return { message_group_uuid, ...attributes } as unknown as StoredMessage;
}
