import { readFile } from 'node:fs/promises';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { parse } from 'yaml';
import { createTable, type TableProperties } from '../../local/create-table.ts';

/** The file that defines the table, for deployment and for everything else. */
export const TABLE_DEFINITION = new URL('../../services/messaging/resources/table.yml', import.meta.url);

/**
 * Creates the table as `table.yml` defines it and waits until it is active. A table that is there keeps its items.
 *
 * @returns whether it was created.
 */
export async function loadSchema(client: DynamoDBClient, TableName: string): Promise<boolean> {
  return createTable(client, { ...(await tableProperties()), TableName });
}

/** The table's properties as the template has them. */
export async function tableProperties(): Promise<TableProperties> {
  const template = parse(await readFile(TABLE_DEFINITION, 'utf8'));
  return template.Resources.MessagesTable.Properties;
}
