import { readFile } from 'node:fs/promises';
import {
  CreateTableCommand,
  type CreateTableCommandInput,
  type DynamoDBClient,
  ResourceInUseException,
  UpdateTimeToLiveCommand,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import { parse } from 'yaml';

/** The file that defines the table, for deployment and for everything else. */
export const TABLE_DEFINITION = new URL('../../services/messaging/resources/table.yml', import.meta.url);

/**
 * Creates the table as `table.yml` defines it and waits until it is active. A table that is there stays as it is.
 *
 * @returns whether it was created.
 */
export async function loadSchema(client: DynamoDBClient, tableName: string): Promise<boolean> {
  const { TimeToLiveSpecification, ...definition } = await readTableDefinition();
  try {
    await client.send(new CreateTableCommand({ ...definition, TableName: tableName }));
  } catch (error) {
    if (error instanceof ResourceInUseException) return false;
    throw error;
  }
  await waitUntilTableExists(
    { client, maxWaitTime: 60, minDelay: 0.05, maxDelay: 2 },
    { TableName: tableName },
  );
  await client.send(new UpdateTimeToLiveCommand({ TableName: tableName, TimeToLiveSpecification }));
  return true;
}

type TableDefinition = Pick<
  CreateTableCommandInput,
  'AttributeDefinitions' | 'KeySchema' | 'BillingMode' | 'GlobalSecondaryIndexes' | 'StreamSpecification'
> & { TimeToLiveSpecification: { AttributeName: string; Enabled: boolean } };

/** The parts that describe items; encryption, recovery and protection belong to a deployment. */
async function readTableDefinition(): Promise<TableDefinition> {
  const template = parse(await readFile(TABLE_DEFINITION, 'utf8'));
  const properties = template.Resources.MessagesTable.Properties;
  return {
    AttributeDefinitions: properties.AttributeDefinitions,
    KeySchema: properties.KeySchema,
    BillingMode: properties.BillingMode,
    GlobalSecondaryIndexes: properties.GlobalSecondaryIndexes,
    StreamSpecification: { StreamEnabled: true, ...properties.StreamSpecification },
    TimeToLiveSpecification: properties.TimeToLiveSpecification,
  };
}
