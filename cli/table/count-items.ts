import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import type { Table } from './table.ts';

/** The approximate number of items: DynamoDB updates it every six hours. */
export async function countItems({ client, name }: Table): Promise<number> {
  const { Table } = await client.send(new DescribeTableCommand({ TableName: name }));
  return Table?.ItemCount ?? 0;
}
