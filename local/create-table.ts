import { setTimeout as pause } from 'node:timers/promises';
import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  type DynamoDBClient,
  ResourceInUseException,
  type TimeToLiveSpecification,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';

const POLL_MS = 50;

/**
 * Creates a table from the properties of an `AWS::DynamoDB::Table` and waits until it is active. Idempotent: an
 * existing table keeps its items, and gets the time to live and the indexes that it lacks.
 *
 * @returns whether it was created.
 */
export async function createTable(client: DynamoDBClient, properties: TableProperties): Promise<boolean> {
  const { TableName, TimeToLiveSpecification } = properties;
  const created = await createIfAbsent(client, properties);
  if (created) await untilActive(client, TableName);
  else await addIndexes(client, properties);
  if (TimeToLiveSpecification && (created || !(await expires(client, TableName))))
    await client.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification }));
  return created;
}

async function createIfAbsent(client: DynamoDBClient, properties: TableProperties): Promise<boolean> {
  try {
    await client.send(new CreateTableCommand(toInput(properties)));
    return true;
  } catch (error) {
    if (error instanceof ResourceInUseException) return false;
    throw error;
  }
}

/** One index after the other: DynamoDB creates one at a time. */
async function addIndexes(client: DynamoDBClient, properties: TableProperties): Promise<void> {
  const { TableName, GlobalSecondaryIndexes = [] } = properties;
  const present = (await indexesOf(client, TableName)).map(({ IndexName }) => IndexName);
  for (const index of GlobalSecondaryIndexes.filter(({ IndexName }) => !present.includes(IndexName))) {
    const GlobalSecondaryIndexUpdates = [{ Create: index }];
    present.push(index.IndexName);
    const made = GlobalSecondaryIndexes.filter(({ IndexName }) => present.includes(IndexName));
    const { AttributeDefinitions } = withIndexes(properties, made);
    await client.send(
      new UpdateTableCommand({ TableName, AttributeDefinitions, GlobalSecondaryIndexUpdates }),
    );
    while (!(await indexesOf(client, TableName)).every(({ IndexStatus }) => IndexStatus === 'ACTIVE'))
      await pause(POLL_MS);
  }
}

async function indexesOf(client: DynamoDBClient, TableName: string | undefined) {
  const { Table } = await client.send(new DescribeTableCommand({ TableName }));
  return Table?.GlobalSecondaryIndexes ?? [];
}

/** A table with only these indexes; every attribute that is defined has to be a key of something. */
export function withIndexes(
  properties: TableProperties,
  indexes: NonNullable<TableProperties['GlobalSecondaryIndexes']>,
): TableProperties {
  const keys = [properties, ...indexes].flatMap(({ KeySchema = [] }) => KeySchema);
  const isKey = (name: string | undefined) => keys.some(({ AttributeName }) => AttributeName === name);
  return {
    ...properties,
    GlobalSecondaryIndexes: indexes,
    AttributeDefinitions: properties.AttributeDefinitions?.filter(({ AttributeName }) =>
      isKey(AttributeName),
    ),
  };
}

const untilActive = (client: DynamoDBClient, TableName: string | undefined) =>
  waitUntilTableExists({ client, maxWaitTime: 60, minDelay: 0.05, maxDelay: 2 }, { TableName });

/** Keeps the properties that describe items; encryption, recovery and protection are for a deployment. */
function toInput(properties: TableProperties): CreateTableCommandInput {
  const { TableName, AttributeDefinitions, KeySchema, BillingMode, GlobalSecondaryIndexes } = properties;
  const StreamSpecification = { ...properties.StreamSpecification, StreamEnabled: true };
  return {
    ...{ TableName, AttributeDefinitions, KeySchema, BillingMode, GlobalSecondaryIndexes },
    ...(properties.StreamSpecification && { StreamSpecification }),
  };
}

async function expires(client: DynamoDBClient, TableName: string | undefined): Promise<boolean> {
  const { TimeToLiveDescription } = await client.send(new DescribeTimeToLiveCommand({ TableName }));
  return /^ENABL/.test(TimeToLiveDescription?.TimeToLiveStatus ?? '');
}

/** Properties as in a template, where the view type alone enables the stream. */
export type TableProperties = Omit<CreateTableCommandInput, 'StreamSpecification'> & {
  StreamSpecification?: Partial<NonNullable<CreateTableCommandInput['StreamSpecification']>>;
  TimeToLiveSpecification?: TimeToLiveSpecification;
};
