import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import type { Table } from './table.ts';

/** About how many items a table has: DynamoDB brings the number up to date every six hours. */
export async function countItems({ client, name }: Table): Promise<number> {
  const { Table } = await client.send(new DescribeTableCommand({ TableName: name }));
  return Table?.ItemCount ?? 0;
}
