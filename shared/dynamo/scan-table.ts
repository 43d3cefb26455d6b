import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { documents, tableName } from './client.ts';
import type { Key } from './keys.ts';

/** Every item of the table, page by page as DynamoDB cuts them (1 MB). */
export async function* scanTable(): AsyncGenerator<Record<string, unknown>[]> {
  let startKey: Key | undefined;
  do {
    const { Items = [], LastEvaluatedKey } = await documents.send(
      new ScanCommand({ TableName: tableName, ...(startKey && { ExclusiveStartKey: startKey }) }),
    );
    yield Items;
    startKey = LastEvaluatedKey as Key | undefined;
  } while (startKey);
}
