import { randomUUID } from 'node:crypto';
import { GetCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { REQUEST_MESSAGES_MAX } from '../contract/message-groups.ts';
import { NotAcceptingMessages, RequestNotAccepted, TooManyUnanswered } from '../errors.ts';
import { limitOf } from '../limits.ts';
import type { Receiver } from '../postgres/users.ts';
import { isBlockBetween } from './blocks.ts';
import { documents, tableName } from './client.ts';
import { writeIfConditionHolds } from './condition.ts';
import { messageCursor, messageKey, receiptKey, requestKey } from './keys.ts';
import { countListed } from './list-message-groups.ts';
import { type MessageGroupRow, refuseIfClosed } from './message-groups.ts';
import { between, endOfMessages, placeOfKey } from './places.ts';
import { digestOf } from './receipts.ts';

/** How many requests may wait for one receiver: nobody reads through more. */
const MAX_REQUESTS = 200;

/**
 * For a first message. A block and `nobody` take the same reads and give the same answer.
 *
 * @throws NotAcceptingMessages if either blocks the other, the receiver takes no messages, or too many requests wait. The
 *   index that counts them follows within a second, so several first messages at once may exceed MAX_REQUESTS.
 */
export async function refuseUnwelcome(sender: string, { uuid, who_may_write }: Receiver): Promise<void> {
  const isBlocked = await isBlockBetween(sender, uuid);
  if (isBlocked || who_may_write === 'nobody') throw new NotAcceptingMessages();
  if (who_may_write === 'everyone') return;
  if ((await countListed(uuid, 'requests', MAX_REQUESTS)) >= MAX_REQUESTS) throw new NotAcceptingMessages();
}

/** A send to a message group that exists. */
export interface NextSend {
  sender: string;
  /** The idempotency key: a repetition is none of its own. */
  key: string | undefined;
}

/**
 * For a next message. Only a request that waits costs anything, or a refusal.
 *
 * @param row the sender's.
 * @throws NotAcceptingMessages if either blocks the other.
 * @throws RequestNotAccepted after REQUEST_MESSAGES_MAX messages. Exact, also for sends at once.
 * @throws TooManyUnanswered after the limit of messages, as far as the projection knows of them.
 */
export async function refuseNext(row: MessageGroupRow, send: NextSend): Promise<void> {
  refuseIfClosed(row);
  const isOver = (row.unanswered ?? 0) >= limitOf('unanswered').limit;
  if (!isOver && row.request !== 'sent') return;
  if (await isUsed(row, send)) return;
  if (isOver) throw new TooManyUnanswered();
  if (!(await takePlace(row, send)) && !(await hasAnswered(row))) throw new RequestNotAccepted();
}

/** Whether an idempotency key has stored a message: there is one at its place, or a pointer; or its receipt. */
async function isUsed({ message_group_uuid }: MessageGroupRow, { sender, key }: NextSend): Promise<boolean> {
  if (key === undefined) return false;
  const place = placeOfKey(key);
  const Key = place
    ? messageKey(message_group_uuid, messageCursor(place.created_at, place.message_uuid))
    : receiptKey(sender, key);
  const { Item } = await documents.send(new GetCommand({ TableName: tableName, Key, ConsistentRead: true }));
  return Item !== undefined;
}

/**
 * Takes one of the places that a request has after its first message. The places are a set of keys in one item: a repeated
 * key takes no other place, and sends at once get no more places than there are.
 *
 * @returns whether there was one left.
 */
function takePlace(
  { message_group_uuid }: MessageGroupRow,
  { sender, key = randomUUID() }: NextSend,
): Promise<boolean> {
  const digest = digestOf(key);
  return writeIfConditionHolds(() =>
    documents.send(
      new UpdateCommand({
        TableName: tableName,
        Key: requestKey(sender, message_group_uuid),
        UpdateExpression: 'ADD sent_keys :set',
        ConditionExpression:
          'attribute_not_exists(sent_keys) OR size(sent_keys) < :places OR contains(sent_keys, :digest)',
        ExpressionAttributeValues: {
          ':set': new Set([digest]),
          ':digest': digest,
          ':places': REQUEST_MESSAGES_MAX - 1,
        },
      }),
    ),
  );
}

/** Pointers of late keys stand between the messages of a request. */
const BEGINNING = 4 * REQUEST_MESSAGES_MAX;

/** An answer accepts, and the sender's row may not know of it yet. It comes among the first messages of the group. */
async function hasAnswered({ message_group_uuid, user_uuid, last_message_at }: MessageGroupRow) {
  const { Items = [] } = await documents.send(
    new QueryCommand({
      TableName: tableName,
      ...between(message_group_uuid, undefined, endOfMessages(last_message_at)),
      ConsistentRead: true,
      Limit: BEGINNING,
    }),
  );
  return Items.some((item) => item.user_uuid === user_uuid);
}
