import { DescribeTableCommand, paginateListTables } from '@aws-sdk/client-dynamodb';
import type { DynamodbClient } from './table.ts';

export interface TableSummary {
  name: string;
  /** As DynamoDB calls it: CREATING, ACTIVE, DELETING … */
  status: string;
  /** Approximate: DynamoDB updates it every six hours. */
  items: number;
}

/** Every table of the account and region, by name. */
export async function listTables(client: DynamodbClient): Promise<TableSummary[]> {
  const tables: TableSummary[] = [];
  for await (const { TableNames = [] } of paginateListTables({ client }, {})) {
    for (const name of TableNames) {
      const { Table } = await client.send(new DescribeTableCommand({ TableName: name }));
      tables.push({ name, status: Table?.TableStatus ?? 'UNKNOWN', items: Table?.ItemCount ?? 0 });
    }
  }
  return tables;
}
