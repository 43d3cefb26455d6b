import { fileURLToPath } from 'node:url';

/** The addresses of the stores that the global setup started, as it passes them to the test files. */
export interface TestStores {
  dynamodb: string;
  /** The access key that the stores accept. */
  accessKeyId: string;
  /** The engine: `dynoxide` counts capacity as AWS does, `dynamodb-local` nearly. */
  dynamodbEngine: string;
  /** The address for the master, who owns the tables. */
  postgres: string;
  /** The address for the functions, with their rights on AWS. */
  postgresOfFunctions: string;
  /** Postgres's log file. */
  postgresLog: string;
  cognito: string;
  issuer: string;
  /** The user pool's signing key, so that a test can sign what the pool would not. */
  signingKeyFile: string;
  userPoolId: string;
  clientId: string;
}

export const MIGRATIONS = fileURLToPath(new URL('../services/users/migrations', import.meta.url));

export const testStores = (): TestStores => JSON.parse(process.env.CRUDDUR_TEST_STORES ?? '{}');
