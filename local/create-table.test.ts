import { randomUUID } from 'node:crypto';
import { DeleteTableCommand } from '@aws-sdk/client-dynamodb';
import { PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { tableProperties } from '../cli/table/load-schema.ts';
import { documents, dynamodbClient } from '../shared/dynamo/client.ts';
import { testStores } from '../test/stores.ts';
import { createTable, withIndexes } from './create-table.ts';

test('a table of before keeps its items and gets the indexes that it lacks, with them in these', async () => {
  const client = dynamodbClient({ endpoint: testStores().dynamodb });
  const TableName = `before-${randomUUID()}`;
  const properties = { ...(await tableProperties()), TableName };
  const before = withIndexes(properties, properties.GlobalSecondaryIndexes?.slice(0, 1) ?? []);
  expect(await createTable(client, before)).toBe(true);
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
