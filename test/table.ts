import { DeleteTableCommand } from '@aws-sdk/client-dynamodb';
import { QueryCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { tableProperties } from '../cli/table/load-schema.ts';
import type { Item } from '../cli/table/scan-table.ts';
import { createTable } from '../local/create-table.ts';
import { documents, dynamodbClient, tableName } from '../shared/dynamo/client.ts';
import { editsOf, MESSAGE_CHANGES, messageGroupsOf, messagesOf } from '../shared/dynamo/keys.ts';
import { testStores } from './stores.ts';

/** The items of a partition of at most one page, strongly consistent. */
export async function itemsOf(pk: string): Promise<Item[]> {
  const { Items = [] } = await documents.send(
    new QueryCommand({
      TableName: tableName,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': pk },
      ConsistentRead: true,
    }),
  );
  return Items as Item[];
}

/** Every item and index entry of a conversation that contains a text, one sentence each. */
export async function whereIs(text: string, users: readonly string[], group: string): Promise<string[]> {
  const partitions = [messagesOf(group), editsOf(group), ...users.map(messageGroupsOf)];
  const { Items: changes = [] } = await documents.send(
    new QueryCommand({
      TableName: tableName,
      IndexName: MESSAGE_CHANGES,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': messagesOf(group) },
    }),
  );
  const items = [...(await Promise.all(partitions.map(itemsOf))).flat(), ...changes];
  return items
    .filter((item) => JSON.stringify(Object.values(item)).includes(text))
    .map(({ pk, sk }) => `${pk} ${sk} still has the text`);
}

/** Every item of the test file's table by its keys, without the uses of limits: refused requests count too. */
export async function allItems(): Promise<Record<string, unknown>[]> {
  const items: Record<string, unknown>[] = [];
  let ExclusiveStartKey: Record<string, unknown> | undefined;
  do {
    const page = await documents.send(
      new ScanCommand({ TableName: tableName, ConsistentRead: true, ExclusiveStartKey }),
    );
    items.push(...(page.Items ?? []));
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey);
  return items
    .filter(({ pk }) => !String(pk).startsWith('LIM#'))
    .sort((a, b) => (`${a.pk} ${a.sk}` < `${b.pk} ${b.sk}` ? -1 : 1));
}

/** Recreates the test file's table without its stream, which an engine keeps in memory and which slows it down. */
export async function withoutStream(): Promise<void> {
  const client = dynamodbClient({ endpoint: testStores().dynamodb });
  await client.send(new DeleteTableCommand({ TableName: tableName }));
  const { StreamSpecification: _, ...properties } = await tableProperties();
  await createTable(client, { ...properties, TableName: tableName });
  client.destroy();
}
