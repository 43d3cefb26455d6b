import { DeleteCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { DeviceSubscription } from '../contract/push-subscriptions.ts';
import { documents, tableName } from './client.ts';
import { writeIfConditionHolds } from './condition.ts';
import { subscriptionKey, subscriptionsOf } from './keys.ts';

/** A device to which web push goes. The device chooses its uuid, and keeps it when its endpoint changes. */
export interface StoredSubscription {
  device_uuid: string;
  endpoint: string;
  p256dh: string;
  auth: string;
  show_text: boolean;
  /** ISO 8601, of the last time that the device called. */
  subscribed_at: string;
}

/** The most devices of one user; beyond that the oldest are forgotten. */
export const SUBSCRIPTIONS_MAX = 10;

/** As long as a refresh token lives: a device that has not been used for longer is signed out. */
const LIFETIME_S = 30 * 24 * 60 * 60;

/** Stores a device, and forgets the user's oldest ones beyond {@link SUBSCRIPTIONS_MAX}. Idempotent. */
export async function storeSubscription(
  userUuid: string,
  device_uuid: string,
  { endpoint, keys, show_text }: DeviceSubscription,
): Promise<void> {
  const now = Date.now();
  const Item = {
    ...subscriptionKey(userUuid, device_uuid),
    ...{ device_uuid, endpoint, ...keys, show_text },
    subscribed_at: new Date(now).toISOString(),
    expires_at: Math.ceil(now / 1000) + LIFETIME_S,
  };
  await documents.send(new PutCommand({ TableName: tableName, Item }));
  const stored = await listSubscriptions(userUuid, { consistent: true });
  await Promise.all(stored.slice(SUBSCRIPTIONS_MAX).map((old) => removeSubscription(userUuid, old)));
}

/** A user's devices, the latest first, without those that have expired. 0.5 RCU for 4 KB; strongly consistent 1 RCU. */
export async function listSubscriptions(
  userUuid: string,
  { consistent }: { consistent: boolean },
): Promise<StoredSubscription[]> {
  const { Items = [] } = await documents.send(
    new QueryCommand({
      TableName: tableName,
      KeyConditionExpression: 'pk = :pk',
      FilterExpression: 'expires_at > :now',
      ExpressionAttributeValues: { ':pk': subscriptionsOf(userUuid), ':now': Math.floor(Date.now() / 1000) },
      ConsistentRead: consistent,
    }),
  );
  const stored = Items.map(({ pk: _, sk: __, expires_at: ___, ...item }) => item as StoredSubscription);
  return stored.sort((a, b) => (a.subscribed_at < b.subscribed_at ? 1 : -1));
}

/** Forgets a device, unless it has got another endpoint since it was read; idempotent. */
export async function removeSubscription(
  userUuid: string,
  { device_uuid, endpoint }: Pick<StoredSubscription, 'device_uuid'> & { endpoint?: string },
): Promise<void> {
  await writeIfConditionHolds(() =>
    documents.send(
      new DeleteCommand({
        TableName: tableName,
        Key: subscriptionKey(userUuid, device_uuid),
        ...(endpoint !== undefined && {
          ConditionExpression: 'endpoint = :endpoint',
          ExpressionAttributeValues: { ':endpoint': endpoint },
        }),
      }),
    ),
  );
}

/** Forgets all devices of a user; idempotent. */
export async function removeSubscriptions(userUuid: string): Promise<void> {
  const stored = await listSubscriptions(userUuid, { consistent: true });
  await Promise.all(stored.map(({ device_uuid }) => removeSubscription(userUuid, { device_uuid })));
}
