import { GetCommand, QueryCommand, type QueryCommandOutput } from '@aws-sdk/lib-dynamodb';
import { UNREAD_COUNT_MAX } from '../contract/message-groups.ts';
import type { Message } from '../contract/messages.ts';
import { documents, tableName } from './client.ts';
import { type Key, messageCursor, messageKey, messagesOf } from './keys.ts';
import type { Page } from './page.ts';

/** One text in a message group. The `user_` attributes name the sender as they were when it was sent. */
export interface StoredMessage {
  message_group_uuid: string;
  message_uuid: string;
  message: string;
  /** ISO 8601 in UTC with milliseconds, 24 characters, the server's clock immediately before the write. */
  created_at: string;
  user_uuid: string;
  user_display_name: string;
  user_handle: string;
  /** Everyone in the group, the sender too. */
  member_uuids: string[];
}

/** The message's place in its group; clients page with it. */
export const cursorOf = (message: StoredMessage) => messageCursor(message.created_at, message.message_uuid);

/** A stored message as the API shows it. */
export function toApiMessage(stored: StoredMessage): Message {
  return {
    uuid: stored.message_uuid,
    display_name: stored.user_display_name,
    handle: stored.user_handle,
    user_uuid: stored.user_uuid,
    message: stored.message,
    created_at: stored.created_at,
    cursor: cursorOf(stored),
  };
}

/** Which part of a message group is asked for: its newest page, or the one before or after a cursor. */
export interface PageOptions {
  limit: number;
  before?: string | undefined;
  after?: string | undefined;
}

/**
 * A page of a message group, oldest to newest. Without a cursor it is the newest page; `before` pages towards
 * the first message and `after` towards the last, and `next` continues in the same direction.
 */
export async function listMessages(
  messageGroupUuid: string,
  options: PageOptions,
): Promise<Page<StoredMessage>> {
  const answer = await documents.send(new QueryCommand(pageQuery(messageGroupUuid, options)));
  return toPage(answer, messageGroupUuid, options);
}

/** What is asked for a page, of the table or of the cache in front of it. */
export function pageQuery(messageGroupUuid: string, { before, after, limit }: PageOptions) {
  const comparison = after ? 'AND sk > :cursor' : before ? 'AND sk < :cursor' : '';
  return {
    TableName: tableName,
    KeyConditionExpression: `pk = :pk ${comparison}`,
    ExpressionAttributeValues: {
      ':pk': messagesOf(messageGroupUuid),
      ...((after || before) && { ':cursor': after ?? before }),
    },
    ScanIndexForward: Boolean(after),
    Limit: limit,
  };
}

/** The page that the answer to a {@link pageQuery} holds. */
export function toPage(
  { Items = [], LastEvaluatedKey }: Pick<QueryCommandOutput, 'Items' | 'LastEvaluatedKey'>,
  messageGroupUuid: string,
  { after }: PageOptions,
): Page<StoredMessage> {
  const items = Items.map((item) => toMessage(item, messageGroupUuid));
  if (!after) items.reverse();
  return { items, next: LastEvaluatedKey?.sk as string | undefined };
}

/** The message at a cursor, strongly consistent. */
export async function getMessage(
  messageGroupUuid: string,
  cursor: string,
): Promise<StoredMessage | undefined> {
  const { Item } = await documents.send(
    new GetCommand({ TableName: tableName, Key: messageKey(messageGroupUuid, cursor), ConsistentRead: true }),
  );
  return Item && toMessage(Item, messageGroupUuid);
}

/** The newest message of a group, strongly consistent. */
export async function findNewestMessage(messageGroupUuid: string): Promise<StoredMessage | undefined> {
  const { Items = [] } = await documents.send(
    new QueryCommand({
      TableName: tableName,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': messagesOf(messageGroupUuid) },
      ScanIndexForward: false,
      ConsistentRead: true,
      Limit: 1,
    }),
  );
  return Items[0] && toMessage(Items[0], messageGroupUuid);
}

/** So far back messages are looked at for unread ones: whoever writes a thousand unanswered has read what came before. */
const MOST_LOOKED_AT = 1_000;

/**
 * How many of a group's newest MOST_LOOKED_AT messages come from others and after a read marker, strongly consistent;
 * counting stops at UNREAD_COUNT_MAX. Both bound what a projection costs, also of a group in which only one person writes.
 *
 * @param readTo a cursor, or undefined if nothing was read.
 */
export async function countUnread(
  messageGroupUuid: string,
  memberUuid: string,
  readTo: string | undefined,
): Promise<number> {
  let count = 0;
  let startKey: Key | undefined;
  for (let looked = 0; looked < MOST_LOOKED_AT; looked += UNREAD_COUNT_MAX) {
    const { Count = 0, LastEvaluatedKey } = await documents.send(
      new QueryCommand({
        TableName: tableName,
        Select: 'COUNT',
        KeyConditionExpression: readTo ? 'pk = :pk AND sk > :after' : 'pk = :pk',
        FilterExpression: 'user_uuid <> :member',
        ExpressionAttributeValues: {
          ':pk': messagesOf(messageGroupUuid),
          ':member': memberUuid,
          ...(readTo && { ':after': readTo }),
        },
        ScanIndexForward: false,
        ConsistentRead: true,
        Limit: UNREAD_COUNT_MAX,
        ...(startKey && { ExclusiveStartKey: startKey }),
      }),
    );
    count += Count;
    startKey = LastEvaluatedKey as Key | undefined;
    if (!startKey || count >= UNREAD_COUNT_MAX) break;
  }
  return Math.min(count, UNREAD_COUNT_MAX);
}

/** The transaction item that stores a message, and fails if it is stored. */
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
