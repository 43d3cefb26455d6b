import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { documents, tableName } from '../dynamo/client.ts';
import { messageGroupsOf, messagesOf } from '../dynamo/keys.ts';
import type { Item } from '../dynamo/scan-table.ts';
import { checkItems } from '../repair/check-items.ts';

/** What is stored of a conversation, and which invariants it breaks, by the checker of `cruddur ddb verify`. */
export async function checkPeople(
  uuids: readonly string[],
  groups: readonly string[],
): Promise<{ texts: string[]; violations: string[] }> {
  const partitions = [
    ...uuids.flatMap((uuid) => [messageGroupsOf(uuid), `SND#${uuid}`]),
    ...groups.map(messagesOf),
  ];
  const items = (await Promise.all(partitions.map(itemsOf))).flat();
  const violations = await checkItems(items);
  return {
    texts: items.filter(({ pk }) => pk.startsWith('MSG#')).map(({ message }) => String(message)),
    violations: violations.map(({ pk, sk, problem }) => `${pk} ${sk}: ${problem}`),
  };
}

async function itemsOf(pk: string): Promise<Item[]> {
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
