import {
  type PutCommandInput,
  QueryCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { MalformedCursor, MessageNotFound } from '../errors.ts';
import { documents, tableName } from './client.ts';
import { untilWritten, writeIfUnchanged } from './condition.ts';
import { MESSAGE_CHANGES, messageCursor, messageKey, messagesOf } from './keys.ts';
import { cursorOf, getMessage, isHiddenFrom, type StoredMessage, toMessage } from './messages.ts';
import { overVersion } from './over-version.ts';
import type { Page } from './page.ts';
import { placeOfKey, timeOfUuid } from './places.ts';

/** A message by the uuids in its route. */
export interface MessageName {
  message_group_uuid: string;
  message_uuid: string;
}

/** What a change does to a message: attributes to set, or to remove if undefined; `stored_with` is stored with it. */
export interface MessageChange {
  set: Partial<StoredMessage>;
  stored_with?: { Put: PutCommandInput };
}

/**
 * A message that a member of its group may see, strongly consistent. One read: the message names the members.
 *
 * @throws MessageNotFound also for a stranger, so that its existence does not leak, and for a uuid that is no UUIDv7.
 */
export async function getMessageFor(userUuid: string, name: MessageName): Promise<StoredMessage> {
  const message = await getMessageEvenHidden(userUuid, name);
  if (isHiddenFrom(userUuid, message)) throw new MessageNotFound();
  return message;
}

/** As {@link getMessageFor}, also if the member has deleted it for themselves. */
export async function getMessageEvenHidden(userUuid: string, name: MessageName): Promise<StoredMessage> {
  const place = placeOfKey(name.message_uuid);
  if (!place) throw new MessageNotFound();
  const cursor = messageCursor(place.created_at, place.message_uuid);
  const message = await getMessage(name.message_group_uuid, cursor);
  if (!message?.member_uuids.includes(userUuid)) throw new MessageNotFound();
  return message;
}

/**
 * Changes a message over the revision that was read, and reads again after a lost race.
 *
 * @param decide the change, undefined for none; `now` is later than the message and its last change.
 * @returns the message as it is then.
 */
export async function changeMessage(
  userUuid: string,
  name: MessageName,
  decide: (
    message: StoredMessage,
    now: string,
  ) => Promise<MessageChange | undefined> | MessageChange | undefined,
  read = getMessageFor,
): Promise<StoredMessage> {
  return untilWritten(async () => {
    const message = await read(userUuid, name);
    const now = nextInstant(message);
    const change = await decide(message, now);
    if (!change) return message;
    const set = { ...change.set, changed_at: now, revision: (message.revision ?? 0) + 1 };
    if (await writeIfUnchanged(() => write(message, { ...change, set }))) return { ...message, ...set };
    return undefined;
  });
}

/** Times of changes rise even if the clocks of two functions differ. */
function nextInstant({ changed_at, created_at }: StoredMessage): string {
  return new Date(Math.max(Date.now(), Date.parse(changed_at ?? created_at) + 1)).toISOString();
}

function write(read: StoredMessage, { set, stored_with }: MessageChange): Promise<unknown> {
  const update = {
    TableName: tableName,
    Key: messageKey(read.message_group_uuid, cursorOf(read)),
    ...overVersion('revision', read.revision, set),
  };
  if (!stored_with) return documents.send(new UpdateCommand(update));
  return documents.send(new TransactWriteCommand({ TransactItems: [stored_with, { Update: update }] }));
}

/**
 * The messages of a group that changed at `since` or later, oldest change first.
 *
 * @param options.cursor `<changed_at>#<message_uuid>` of the last one seen.
 */
export async function listChangedMessages(
  messageGroupUuid: string,
  options: { since: string; limit: number; cursor?: string | undefined },
): Promise<Page<StoredMessage>> {
  const start = options.cursor === undefined ? undefined : startAfter(messageGroupUuid, options.cursor);
  const { Items = [], LastEvaluatedKey } = await documents.send(
    new QueryCommand({
      TableName: tableName,
      IndexName: MESSAGE_CHANGES,
      KeyConditionExpression: 'pk = :pk AND changed_at >= :since',
      // DynamoDB refuses a start before the condition's range.
      ExpressionAttributeValues: {
        ':pk': messagesOf(messageGroupUuid),
        ':since': start?.changed_at ?? options.since,
      },
      Limit: options.limit,
      ...(start && { ExclusiveStartKey: start }),
    }),
  );
  const items = Items.map((item) => toMessage(item, messageGroupUuid));
  const last = LastEvaluatedKey && items.at(-1);
  return { items, next: last && `${last.changed_at}#${last.message_uuid}` };
}

function startAfter(messageGroupUuid: string, cursor: string) {
  const [changed_at = '', uuid = ''] = cursor.split('#');
  const created_at = timeOfUuid(uuid);
  if (!created_at) throw new MalformedCursor();
  return { ...messageKey(messageGroupUuid, messageCursor(created_at, uuid)), changed_at };
}
