import { fileURLToPath } from 'node:url';

/** The addresses of the stores that the global setup started. */
export interface TestStores {
  /** The engine of this worker. */
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

/** As the global setup passes them to the workers. */
export type StartedStores = Omit<TestStores, 'dynamodb'> & {
  /** The workers share these engines evenly. */
  dynamodb: string[];
};

export function testStores(): TestStores {
  const { dynamodb, ...others }: StartedStores = JSON.parse(process.env.CRUDDUR_TEST_STORES ?? '{}');
  const worker = Number(process.env.JEST_WORKER_ID ?? 1);
  return { ...others, dynamodb: dynamodb[worker % dynamodb.length] as string };
}
