import {
  DescribeTableCommand,
  paginateListTables,
  ResourceNotFoundException,
  type TableDescription,
} from '@aws-sdk/client-dynamodb';
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
      const table = await describe(client, name);
      if (table) tables.push({ name, status: table.TableStatus ?? 'UNKNOWN', items: table.ItemCount ?? 0 });
    }
  }
  return tables;
}

/** @returns undefined for a table that was dropped since it was listed. */
async function describe(client: DynamodbClient, name: string): Promise<TableDescription | undefined> {
  try {
    return (await client.send(new DescribeTableCommand({ TableName: name }))).Table;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}
