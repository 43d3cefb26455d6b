import { readFile } from 'node:fs/promises';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { parse } from 'yaml';
import { createTable, type TableProperties } from '../../local/create-table.ts';

/** The single definition of the table, for deployment, tests and the local cloud. */
export const TABLE_DEFINITION = new URL('../../services/messaging/resources/table.yml', import.meta.url);

/**
 * Creates the table as `table.yml` defines it and waits until it is active. An existing table keeps its items.
 *
 * @returns whether it was created.
 */
export async function loadSchema(client: DynamoDBClient, TableName: string): Promise<boolean> {
  return createTable(client, { ...(await tableProperties()), TableName });
}

/** The table's properties in the template. */
export async function tableProperties(): Promise<TableProperties> {
  const template = parse(await readFile(TABLE_DEFINITION, 'utf8'));
  return template.Resources.MessagesTable.Properties;
}
