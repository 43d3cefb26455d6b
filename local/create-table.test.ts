import { randomUUID } from 'node:crypto';
import { DeleteTableCommand } from '@aws-sdk/client-dynamodb';
import { PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { tableProperties } from '../cli/table/load-schema.ts';
import { documents, dynamodbClient } from '../shared/dynamo/client.ts';
import { testStores } from '../test/stores.ts';
import { createTable } from './create-table.ts';

test('a table of before keeps its items and gets the index that it lacks, with them in it', async () => {
  const client = dynamodbClient({ endpoint: testStores().dynamodb });
  const TableName = `before-${randomUUID()}`;
  const properties = { ...(await tableProperties()), TableName };
  const { GlobalSecondaryIndexes: [first] = [], AttributeDefinitions = [] } = properties;
  const before = {
    GlobalSecondaryIndexes: first && [first],
    AttributeDefinitions: AttributeDefinitions.filter(
      ({ AttributeName }) => AttributeName !== 'unread_since',
    ),
  };
  expect(await createTable(client, { ...properties, ...before })).toBe(true);
  const Item = { pk: 'GRP#x', sk: 'y', last_message_at: '2026', unread_since: '2026' };
  await documents.send(new PutCommand({ TableName, Item }));

  expect(await createTable(client, properties)).toBe(false);
  expect(await createTable(client, properties)).toBe(false);
  const { Items } = await documents.send(
    new QueryCommand({
      TableName,
      IndexName: 'unread-message-groups',
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': 'GRP#x' },
    }),
  );
  expect(Items).toEqual([{ pk: 'GRP#x', sk: 'y', unread_since: '2026' }]);
  await client.send(new DeleteTableCommand({ TableName }));
  client.destroy();
});
