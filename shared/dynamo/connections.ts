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

/** Tabs and devices of one user that are told; beyond that the oldest are forgotten. */
export const CONNECTIONS_MAX = 20;

/** API Gateway ends every WebSocket after two hours; ten minutes more, and the item may go by itself. */
const LIFETIME_S = 130 * 60;

/** Whose a connection is: `sub` is their key in the user pool. */
export interface ConnectionOwner {
  connection_id: string;
  user_uuid: string;
  sub: string;
}

/**
 * Remembers a connection, and forgets the user's oldest ones beyond {@link CONNECTIONS_MAX}. Repeating it changes
 * nothing. The owner's item comes first: whatever frames are sent to can be found by its id.
 *
 * @param session whose token opened it; frames are sent until `trusted_until`, milliseconds since 1970.
 */
export async function storeConnection(
  userUuid: string,
  connectionId: string,
  { sub, trusted_until }: { sub: string; trusted_until: number },
): Promise<void> {
  const now = Date.now();
  const attributes = {
    user_uuid: userUuid,
    sub,
    connected_at: new Date(now).toISOString(),
    expires_at: inSeconds(now) + LIFETIME_S,
    trusted_until,
  };
  for (const key of [connectionOwnerKey(connectionId), connectionKey(userUuid, connectionId)]) {
    await documents.send(new PutCommand({ TableName: tableName, Item: { ...key, ...attributes } }));
  }
  const connections = await listConnections(userUuid);
  await Promise.all(connections.slice(CONNECTIONS_MAX).map(forgetConnection));
}

/**
 * A user's connections, newest first, without those that nobody vouches for any more and that only wait for their
 * removal.
 *
 * Strongly consistent: whoever is overlooked here misses a frame and does not know it.
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

/** The owner of a connection, strongly consistent; undefined if it is not, or no longer, remembered. */
export async function findConnectionOwner(connectionId: string): Promise<ConnectionOwner | undefined> {
  const { Item } = await documents.send(
    new GetCommand({ TableName: tableName, Key: connectionOwnerKey(connectionId), ConsistentRead: true }),
  );
  return Item && { connection_id: connectionId, user_uuid: Item.user_uuid, sub: Item.sub };
}

/** Whether a connection gets frames, strongly consistent. */
export async function isTrusted({ user_uuid, connection_id }: ConnectionOwner): Promise<boolean> {
  const Key = connectionKey(user_uuid, connection_id);
  const { Item } = await documents.send(new GetCommand({ TableName: tableName, Key, ConsistentRead: true }));
  return Item !== undefined && Item.trusted_until > Date.now();
}

/**
 * Sends frames to a connection until another time. One that gets none any more stays so: its client has missed frames,
 * and has to open another.
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
 * Forgets a connection; repeating it changes nothing. The owner's item goes first: a connection that is found by
 * its id gets every frame.
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
