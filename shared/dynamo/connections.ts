import { DeleteCommand, GetCommand, PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { documents, tableName } from './client.ts';
import { writeIfConditionHolds } from './condition.ts';
import { connectionKey, connectionOwnerKey, connectionsOf } from './keys.ts';

/** An open WebSocket of a user. */
export interface Connection {
  connection_id: string;
  user_uuid: string;
  /** ISO 8601 with milliseconds, shortly before the WebSocket opens. */
  connected_at: string;
}

/** The most connections (tabs, devices) of one user; beyond that the oldest are forgotten. */
export const CONNECTIONS_MAX = 20;

/** API Gateway closes every WebSocket after two hours; the item expires ten minutes later. */
const LIFETIME_S = 130 * 60;

/** The owner of a connection; `sub` is their id in the user pool. */
export interface ConnectionOwner {
  connection_id: string;
  user_uuid: string;
  sub: string;
}

/**
 * Stores a connection, and forgets the user's oldest ones beyond {@link CONNECTIONS_MAX}. Idempotent. The owner's item
 * is written first: every connection that gets frames can be found by its id.
 *
 * @param session of the token that opened it; frames are sent until `trusted_until`, in milliseconds since 1970.
 *   `suspended`: its user may not write, so nobody is told that they type.
 */
export async function storeConnection(
  userUuid: string,
  connectionId: string,
  { sub, trusted_until, suspended }: { sub: string; trusted_until: number; suspended?: true | undefined },
): Promise<void> {
  const now = Date.now();
  const attributes = {
    user_uuid: userUuid,
    sub,
    connected_at: new Date(now).toISOString(),
    expires_at: inSeconds(now) + LIFETIME_S,
    trusted_until,
    ...(suspended && { suspended }),
  };
  for (const key of [connectionOwnerKey(connectionId), connectionKey(userUuid, connectionId)]) {
    await documents.send(new PutCommand({ TableName: tableName, Item: { ...key, ...attributes } }));
  }
  const connections = await listConnections(userUuid);
  await Promise.all(connections.slice(CONNECTIONS_MAX).map(forgetConnection));
}

/**
 * A user's connections, newest first, without those that are no longer trusted and only wait for their removal.
 *
 * Strongly consistent: a connection missed here would lose a frame without noticing.
 */
export async function listConnections(userUuid: string): Promise<Connection[]> {
  const { Items = [] } = await documents.send(
    new QueryCommand({
      TableName: tableName,
      KeyConditionExpression: 'pk = :pk',
      FilterExpression: 'trusted_until > :now',
      ExpressionAttributeValues: { ':pk': connectionsOf(userUuid), ':now': Date.now() },
      ConsistentRead: true,
    }),
  );
  const connections = Items.map(({ sk, user_uuid, connected_at }) => ({
    connection_id: sk,
    user_uuid,
    connected_at,
  }));
  return connections.sort((a, b) => (a.connected_at < b.connected_at ? 1 : -1));
}

/** The owner of a connection, strongly consistent; undefined if it is unknown or forgotten. */
export async function findConnectionOwner(connectionId: string): Promise<ConnectionOwner | undefined> {
  const { Item } = await documents.send(
    new GetCommand({ TableName: tableName, Key: connectionOwnerKey(connectionId), ConsistentRead: true }),
  );
  return Item && { connection_id: connectionId, user_uuid: Item.user_uuid, sub: Item.sub };
}

/** Whether a connection gets frames, strongly consistent. */
export async function isTrusted(owner: ConnectionOwner): Promise<boolean> {
  return (await findTrusted(owner)) !== undefined;
}

/** Whether a connection gets frames and its user may write, for the same read. */
export async function mayType(owner: ConnectionOwner): Promise<boolean> {
  const connection = await findTrusted(owner);
  return connection !== undefined && !connection.suspended;
}

async function findTrusted({ user_uuid, connection_id }: ConnectionOwner) {
  const Key = connectionKey(user_uuid, connection_id);
  const { Item } = await documents.send(new GetCommand({ TableName: tableName, Key, ConsistentRead: true }));
  return Item && Item.trusted_until > Date.now() ? Item : undefined;
}

/**
 * Extends the trust in a connection. Once trust has ended it stays so: the client has missed frames and must reconnect.
 *
 * @returns whether it gets frames.
 */
export function trustConnection(
  { user_uuid, connection_id }: ConnectionOwner,
  trustedUntil: number,
): Promise<boolean> {
  return writeIfConditionHolds(() =>
    documents.send(
      new UpdateCommand({
        TableName: tableName,
        Key: connectionKey(user_uuid, connection_id),
        UpdateExpression: 'SET trusted_until = :until',
        ConditionExpression: 'trusted_until > :now',
        ExpressionAttributeValues: { ':until': trustedUntil, ':now': Date.now() },
      }),
    ),
  );
}

/**
 * Forgets a connection; idempotent. The owner's item is deleted first: a connection found by its id gets every frame.
 */
export async function forgetConnection({
  user_uuid,
  connection_id,
}: Pick<Connection, 'user_uuid' | 'connection_id'>): Promise<void> {
  for (const Key of [connectionOwnerKey(connection_id), connectionKey(user_uuid, connection_id)]) {
    await documents.send(new DeleteCommand({ TableName: tableName, Key }));
  }
}

const inSeconds = (time: number) => Math.ceil(time / 1000);
