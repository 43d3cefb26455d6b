import { randomUUID } from 'node:crypto';
import { CreateTableCommand, waitUntilTableExists } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { documents, dynamodbClient } from '../shared/dynamo/client.ts';
import type { Person } from '../test/accounts.ts';
import { testStores } from '../test/stores.ts';

/**
 * The algorithm of the application that this one grew out of, for comparison only. The sort key of a message group
 * row is the time of its last message, so each message moves both rows with a delete and a put. No idempotency, no
 * membership check, no transaction.
 */
const TABLE = 'bench-original';
const INDEX = 'message-group-sk-index';

export async function createOriginalTable(): Promise<void> {
  const client = dynamodbClient({ endpoint: testStores().dynamodb });
  const attributes = ['pk', 'sk', 'message_group_uuid'];
  await client.send(
    new CreateTableCommand({
      TableName: TABLE,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: attributes.map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
      KeySchema: key('pk', 'sk'),
      GlobalSecondaryIndexes: [
        {
          IndexName: INDEX,
          KeySchema: key('message_group_uuid', 'sk'),
          Projection: { ProjectionType: 'ALL' },
        },
      ],
    }),
  );
  await waitUntilTableExists({ client, maxWaitTime: 60, minDelay: 0.05 }, { TableName: TABLE });
}

const key = (hash: string, range: string) => [
  { AttributeName: hash, KeyType: 'HASH' as const },
  { AttributeName: range, KeyType: 'RANGE' as const },
];

/** Pattern C: the message and both rows. */
export async function originalFirstSend(from: Person, to: Person, group: string, message: string) {
  const at = new Date().toISOString();
  await originalSend(from, group, message, at);
  await put(row(from, to, group, message, at));
  await put(row(to, from, group, message, at));
}

/** Pattern D: writes the message; its stream record then moves the rows. */
export async function originalSend(from: Person, group: string, message: string, at = now()) {
  await put({
    pk: `MSG#${group}`,
    sk: at,
    message,
    message_uuid: randomUUID(),
    user_uuid: from.uuid,
    user_display_name: from.display_name,
    user_handle: from.handle,
  });
}

/** Stream handler for one record. Records run one after the other, even if a batch holds many of one group. */
export async function originalProject(group: string, message: string, at = now()) {
  const { Items = [] } = await documents.send(
    new QueryCommand({
      TableName: TABLE,
      IndexName: INDEX,
      KeyConditionExpression: 'message_group_uuid = :group',
      ExpressionAttributeValues: { ':group': group },
    }),
  );
  for (const { pk, sk, ...attributes } of Items) {
    await documents.send(new DeleteCommand({ TableName: TABLE, Key: { pk, sk } }));
    await put({ ...attributes, pk, sk: at, message });
  }
}

/** Patterns A and B: lists the newest items of this year. */
export async function originalList(pk: string, limit: number) {
  await documents.send(
    new QueryCommand({
      TableName: TABLE,
      KeyConditionExpression: 'pk = :pk and begins_with(sk, :year)',
      ExpressionAttributeValues: { ':pk': pk, ':year': now().slice(0, 4) },
      ScanIndexForward: false,
      Limit: limit,
    }),
  );
}

const row = (owner: Person, other: Person, group: string, message: string, at: string) => ({
  pk: `GRP#${owner.uuid}`,
  sk: at,
  message_group_uuid: group,
  message,
  user_uuid: other.uuid,
  user_display_name: other.display_name,
  user_handle: other.handle,
});

const now = () => new Date().toISOString();
const put = (Item: Record<string, unknown>) => documents.send(new PutCommand({ TableName: TABLE, Item }));
