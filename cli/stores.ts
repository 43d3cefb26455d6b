import type { DynamodbPlace } from '../shared/dynamo/client.ts';
import type { Database } from './database/database.ts';
import { environment } from './environment.ts';
import { localAddresses, type Place } from './place.ts';
import type { DynamodbClient, Table } from './table/table.ts';
import type { UserPool } from './user-pool.ts';

/** The stores of a command. */
export interface Stores {
  /** DynamoDB with all its tables. */
  dynamodb: DynamodbClient;
  /** The messages' table, which the access functions of `shared/dynamo` also use. */
  table: Table;
  /** The users' database, which the access functions of `shared/postgres` also use. */
  database: Database;
  userPool: UserPool;
}

export type StoreName = keyof Stores;

/** Connects to the stores that a command names. Loads drivers lazily, so that a command waits only for its own. */
export async function openStores<Name extends StoreName>(
  names: readonly Name[],
  place: Place,
): Promise<Pick<Stores, Name>> {
  const opened: Partial<Stores> = {};
  for (const name of names) Object.assign(opened, { [name]: await openers[name](place) });
  return opened as Pick<Stores, Name>;
}

const openers: { [Name in StoreName]: (place: Place) => Promise<Stores[Name]> } = {
  async dynamodb(place) {
    const { dynamodbClient } = await import('../shared/dynamo/client.ts');
    return dynamodbClient(dynamodbPlace(place));
  },

  async table(place) {
    const { connectTable } = await import('../shared/dynamo/client.ts');
    const tableName = place.stage
      ? await outputOf('messaging', 'MessagesTable', place)
      : localAddresses(place).messagesTable;
    connectTable({ ...dynamodbPlace(place), tableName });
    return { name: tableName, client: await openers.dynamodb(place) };
  },

  async database(place) {
    const { connect, connectDatabase } = await import('../shared/postgres/client.ts');
    const { operatorCredentials } = await import('./aws/credentials.ts');
    const url = place.stage ? await stageDatabase(place) : localAddresses(place).postgresUrl;
    const credentials = operatorCredentials(place.region);
    connectDatabase(() => connect(url, credentials));
    return { url, credentials };
  },

  async userPool(place) {
    const { deployedUserPool, localUserPool } = await import('./user-pool.ts');
    return place.stage ? deployedUserPool(place.stage, place.region) : localUserPool(localAddresses(place));
  },
};

function dynamodbPlace(place: Place): DynamodbPlace {
  if (place.stage) return { region: place.region };
  const { dynamodbEndpoint: endpoint, accessKeyId } = localAddresses(place);
  return { endpoint, accessKeyId };
}

/** The stage's own address, or another one such as a tunnel. */
const stageDatabase = async (place: Place) =>
  environment.postgresUrl ?? (await outputOf('users', 'PostgresUrl', place));

async function outputOf(service: string, name: string, { stage, region }: Place): Promise<string> {
  const { stackOutput } = await import('./aws/stack-outputs.ts');
  return stackOutput({ service, stage: stage as string, region }, name);
}
