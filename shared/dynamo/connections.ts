import { DeleteCommand, GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { documents, tableName } from './client.ts';
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

/**
 * Remembers a connection, and forgets the user's oldest ones beyond {@link CONNECTIONS_MAX}. Repeating it changes
 * nothing. The owner's item comes first: whatever frames are sent to can be found by its id.
 */
export async function storeConnection(userUuid: string, connectionId: string): Promise<void> {
  const now = new Date();
  const attributes = {
    user_uuid: userUuid,
    connected_at: now.toISOString(),
    expires_at: inSeconds(now) + LIFETIME_S,
  };
  for (const key of [connectionOwnerKey(connectionId), connectionKey(userUuid, connectionId)]) {
    await documents.send(new PutCommand({ TableName: tableName, Item: { ...key, ...attributes } }));
  }
  const connections = await listConnections(userUuid);
  await Promise.all(connections.slice(CONNECTIONS_MAX).map(forgetConnection));
}

/**
 * A user's connections, newest first, without those that have expired and only wait for their removal.
 *
 * Strongly consistent: whoever is overlooked here misses a frame and does not know it.
 */
export async function listConnections(userUuid: string): Promise<Connection[]> {
  const { Items = [] } = await documents.send(
    new QueryCommand({
      TableName: tableName,
      KeyConditionExpression: 'pk = :pk',
      FilterExpression: 'expires_at > :now',
      ExpressionAttributeValues: { ':pk': connectionsOf(userUuid), ':now': inSeconds(new Date()) },
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

/** The user of a connection, strongly consistent; undefined if it is not, or no longer, remembered. */
export async function findConnectionOwner(connectionId: string): Promise<string | undefined> {
  const { Item } = await documents.send(
    new GetCommand({ TableName: tableName, Key: connectionOwnerKey(connectionId), ConsistentRead: true }),
  );
  return Item?.user_uuid;
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

const inSeconds = (time: Date) => Math.ceil(time.getTime() / 1000);
