import { fileURLToPath } from 'node:url';

/** The addresses of the stores that the global setup started, as it passes them to the test files. */
export interface TestStores {
  dynamodb: string;
  /** The access key that the stores let in. */
  accessKeyId: string;
  /** Who answers there: `dynoxide` counts capacity as AWS does, `dynamodb-local` nearly. */
  dynamodbEngine: string;
  /** As the master, who owns the tables. */
  postgres: string;
  /** As the functions, who may do what they may on AWS. */
  postgresOfFunctions: string;
  /** The file that Postgres writes its log to. */
  postgresLog: string;
  cognito: string;
  issuer: string;
  /** The key with which the user pool signs, so that a test can sign what the pool would not. */
  signingKeyFile: string;
  userPoolId: string;
  clientId: string;
}

export const MIGRATIONS = fileURLToPath(new URL('../services/users/migrations', import.meta.url));

export const testStores = (): TestStores => JSON.parse(process.env.CRUDDUR_TEST_STORES ?? '{}');
