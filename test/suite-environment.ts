import { randomUUID } from 'node:crypto';
import { DeleteTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { TestEnvironment } from 'jest-environment-node';
import postgres from 'postgres';
import { loadSchema } from '../cli/table/load-schema.ts';
import { grantTables } from '../shared/postgres/admit-functions.ts';
import { migrate } from '../shared/postgres/migrate.ts';
import { generousLimits } from './limits.ts';
import { localKeys } from './local-keys.ts';
import { MIGRATIONS, testStores } from './stores.ts';

/**
 * Gives each test file its own table and schema on the running stores, and the environment that points the services to
 * them. Ready before the file's first import, so that handlers are imported as on Lambda.
 */
export default class SuiteEnvironment extends TestEnvironment {
  private readonly suite = `suite_${randomUUID().slice(0, 8)}`;
  private readonly stores = testStores();
  private readonly dynamo = new DynamoDBClient({
    endpoint: this.stores.dynamodb,
    region: 'local',
    credentials: { accessKeyId: this.stores.accessKeyId, secretAccessKey: 'local' },
  });

  override async setup(): Promise<void> {
    await super.setup();
    await Promise.all([loadSchema(this.dynamo, this.suite), this.createSchema()]);
    Object.assign(this.global.process.env, {
      // As on Lambda, where a function's settings name its stores.
      AWS_LAMBDA_FUNCTION_NAME: 'test',
      MESSAGES_TABLE: this.suite,
      CRUDDUR_DYNAMODB_ENDPOINT: this.stores.dynamodb,
      CRUDDUR_LOCAL_KEY: this.stores.accessKeyId,
      POSTGRES_URL: `${this.stores.postgresOfFunctions}?search_path=${this.suite}`,
      CRUDDUR_COGNITO_ENDPOINT: this.stores.cognito,
      COGNITO_ISSUER: this.stores.issuer,
      COGNITO_CLIENT_ID: this.stores.clientId,
      CRUDDUR_WEB_ORIGIN: 'http://localhost:3000',
      CRUDDUR_SERVER_TIMING: 'units',
      ...localKeys,
      CRUDDUR_LOG: 'off',
      // Nothing listens there; a test of frames sets its own.
      WEBSOCKET_ENDPOINT: 'http://127.0.0.1:9',
      // Tests send more than a person does. Those that prove the limits set their own.
      CRUDDUR_LIMITS: generousLimits,
    });
  }

  override async teardown(): Promise<void> {
    const sql = postgres(this.stores.postgres, { onnotice: () => {} });
    await Promise.all([
      this.dynamo.send(new DeleteTableCommand({ TableName: this.suite })),
      sql`drop schema ${sql(this.suite)} cascade`,
    ]);
    await sql.end();
    this.dynamo.destroy();
    await super.teardown();
  }

  /** Grants the functions exactly their rights on AWS. */
  private async createSchema(): Promise<void> {
    const url = `${this.stores.postgres}?search_path=${this.suite}`;
    const { username } = new URL(this.stores.postgresOfFunctions);
    const sql = postgres(url, { onnotice: () => {} });
    await sql`create schema ${sql(this.suite)}`;
    await migrate(url, MIGRATIONS);
    await sql`grant usage on schema ${sql(this.suite)} to ${sql(username)}`;
    await grantTables(sql, username);
    await sql.end();
  }
}
