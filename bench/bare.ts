import { randomUUID } from 'node:crypto';
import {
  GetCommand,
  PutCommand,
  QueryCommand,
  type QueryCommandInput,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { documents, tableName as TableName } from '../shared/dynamo/client.ts';
import {
  blockKey,
  GROUPS_BY_LIST,
  limitKey,
  listKey,
  messageGroupKey,
  messageGroupUuid,
  messageKey,
  messagesOf,
} from '../shared/dynamo/keys.ts';
import { query } from '../shared/postgres/client.ts';
import type { Person } from '../test/accounts.ts';
import { textOf } from './people.ts';

/**
 * The bare calls of each pattern: the same requests with the same client, as parallel as the functions make them, and
 * nothing before, between or after them.
 */

const get = (Key: { pk: string; sk: string }, ConsistentRead = false) =>
  documents.send(new GetCommand({ TableName, Key, ConsistentRead }));

/** Counts a use against a limit. */
const count = ({ uuid }: Person, name: string) =>
  documents.send(
    new UpdateCommand({
      TableName,
      Key: limitKey(uuid, name, 0),
      UpdateExpression: 'ADD used :one SET expires_at = :ends',
      ExpressionAttributeValues: { ':one': 1, ':ends': 2 ** 32 },
      ReturnValues: 'UPDATED_NEW',
    }),
  );

const page = (pk: string, rest: Partial<QueryCommandInput>) =>
  documents.send(
    new QueryCommand({
      TableName,
      KeyConditionExpression: 'pk = :pk',
      ScanIndexForward: false,
      ...rest,
      ExpressionAttributeValues: { ':pk': pk, ...rest.ExpressionAttributeValues },
    }),
  );

/** Reads the page only after the membership check: reading both together would reveal the group to a stranger. */
export async function bareListMessages(ann: Person, group: string) {
  await get(messageGroupKey(ann.uuid, group));
  return page(messagesOf(group), { Limit: 20 });
}

export const bareListMessageGroups = (ann: Person) =>
  page(listKey('inbox', ann.uuid), {
    IndexName: GROUPS_BY_LIST,
    KeyConditionExpression: '#list = :pk',
    ExpressionAttributeNames: { '#list': 'list' },
    Limit: 20,
  });

/** @param names whether both names are read again after the rows are written; without that a rename could be missed. */
export async function bareFirstSend(ann: Person, handle: string, names: 'read again' | 'read once') {
  const [ben] = await query(
    (sql) => sql<Person[]>`
      select uuid, handle, display_name from users where cognito_user_id = ${ann.sub} or handle = ${handle}
      order by cognito_user_id = ${ann.sub}`,
  );
  const group = messageGroupUuid(ann.uuid, ben?.uuid ?? '');
  await get(messageGroupKey(ann.uuid, group), true);
  const block = blockKey(ben?.uuid ?? '', ann.uuid);
  await get(block, true);
  await count(ann, 'conversations');
  const message = newMessage(ann, ben as Person, group);
  const rows = [
    [ann, ben as Person],
    [ben as Person, ann],
  ] as const;
  await documents.send(
    new TransactWriteCommand({
      TransactItems: [
        ...rows.map(([owner, other]) => ({ Put: newItem(rowOf(owner, other, group, message)) })),
        { Put: newItem(message) },
        { ConditionCheck: { TableName, Key: block, ConditionExpression: 'attribute_not_exists(pk)' } },
      ],
    }),
  );
  if (names === 'read again')
    await query(
      (sql) =>
        sql`select uuid, display_name from users where uuid in ${sql([ann.uuid, message.member_uuids[1] as string])}`,
    );
}

/** The same with a UUIDv7 as its key and without one. */
export async function bareSend(ann: Person, ben: Person, group: string) {
  await Promise.all([get(messageGroupKey(ann.uuid, group), true), count(ann, 'messages')]);
  return documents.send(new PutCommand(newItem(newMessage(ann, ben, group))));
}

export async function bareMarkRead(ben: Person, group: string, cursor: string) {
  const { Item } = await get(messageGroupKey(ben.uuid, group), true);
  await newestOf(group);
  await updateRow(ben, group, Item?.version, { unread_count: 0, read_to: cursor });
}

export async function bareProject(ann: Person, ben: Person, group: string) {
  const rows = await Promise.all([ann, ben].map(({ uuid }) => get(messageGroupKey(uuid, group), true)));
  const newest = await newestOf(group);
  const { message, created_at: last_message_at } = newest.Items?.[0] ?? {};
  const changes = { message, last_message_at };
  await Promise.all(
    [ann, ben].map((member, index) => updateRow(member, group, rows[index]?.Item?.version, changes)),
  );
}

const newestOf = (group: string) => page(messagesOf(group), { Limit: 1, ConsistentRead: true });

function updateRow(member: Person, group: string, version: number, changes: Record<string, unknown>) {
  const names = Object.keys(changes);
  return documents.send(
    new UpdateCommand({
      TableName,
      Key: messageGroupKey(member.uuid, group),
      UpdateExpression: `SET version = :next, ${names.map((name) => `#${name} = :${name}`).join(', ')}`,
      ConditionExpression: 'version = :read',
      ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
      ExpressionAttributeValues: {
        ':read': version,
        ':next': version + 1,
        ...Object.fromEntries(names.map((name) => [`:${name}`, changes[name]])),
      },
    }),
  );
}

const newItem = (Item: Record<string, unknown>) => ({
  TableName,
  Item,
  ConditionExpression: 'attribute_not_exists(pk)',
});

function newMessage(from: Person, to: Person, group: string) {
  const created_at = new Date().toISOString();
  const message_uuid = randomUUID();
  return {
    ...messageKey(group, `${created_at}#${message_uuid}`),
    message_uuid,
    message: textOf(1),
    created_at,
    user_uuid: from.uuid,
    user_display_name: from.display_name,
    user_handle: from.handle,
    member_uuids: [from.uuid, to.uuid],
  };
}

const rowOf = (
  owner: Person,
  other: Person,
  group: string,
  message: { message: string; created_at: string },
) => ({
  ...messageGroupKey(owner.uuid, group),
  message_group_uuid: group,
  last_message_at: message.created_at,
  message: message.message,
  user_uuid: other.uuid,
  user_display_name: other.display_name,
  user_handle: other.handle,
  unread_count: 0,
  version: 1,
});
