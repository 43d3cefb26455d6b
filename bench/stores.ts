import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDatabase } from '../cli/database/databases.ts';
import { startCognito } from '../local/cognito.ts';
import { type Engine, startDynamodb } from '../local/dynamodb.ts';
import { environment } from '../local/environment.ts';
import { PartFailed } from '../local/errors.ts';
import { ensureKeys, keysFile } from '../local/keys.ts';
import { startPostgres } from '../local/postgres.ts';
import { postgresAddress, userPoolClientId, userPoolId } from '../local/settings.ts';
import { migrate } from '../shared/postgres/migrate.ts';
import { generousLimits } from '../test/limits.ts';
import { localKeys } from '../test/local-keys.ts';
import { MIGRATIONS, type StartedStores } from '../test/stores.ts';

/** Throw-away stores for the benchmark, on free ports. */
export interface BenchStores {
  engines: Record<Engine, string>;
  /** Environment of a section's process, with its own table. */
  environmentFor(engine: Engine, section: string): NodeJS.ProcessEnv;
  stop(): Promise<void>;
}

/**
 * Starts Postgres, the user pool and both DynamoDB engines: dynoxide counts capacity as AWS does, DynamoDB Local
 * keeps its speed over many items. Without DynamoDB Local, dynoxide stands in for it.
 */
export async function startStores(): Promise<BenchStores> {
  const data = await mkdtemp(join(tmpdir(), 'cruddur-bench-'));
  const place = (part: string) => ({ dataDir: join(data, part), logFile: join(data, `${part}.log`) });
  const keys = ensureKeys(data);
  const [postgres, dynoxide, dynamodbLocal, cognito] = await Promise.all([
    startPostgres({ ...place('postgres'), keys, settings: { fsync: 'off' } }),
    startEngine('dynoxide', data),
    startEngine('dynamodb-local', data).catch(onlyIfInstalled),
    startCognito({ ...place('cognito'), accessKeyId: keys.accessKeyId }),
  ]);
  const postgresUrl = postgresAddress(keys, 'master', postgres.port);
  await createDatabase({ url: postgresUrl });
  await migrate(postgresUrl, MIGRATIONS);
  const engines = { dynoxide, 'dynamodb-local': dynamodbLocal ?? dynoxide };
  return {
    engines: { dynoxide: dynoxide.engine, 'dynamodb-local': engines['dynamodb-local'].engine },
    environmentFor: (engine, section) => ({
      ...process.env,
      CRUDDUR_TEST_STORES: JSON.stringify({
        dynamodb: [engines[engine].url],
        accessKeyId: keys.accessKeyId,
        dynamodbEngine: engines[engine].engine,
        postgres: postgresUrl,
        postgresOfFunctions: postgresUrl,
        postgresLog: place('postgres').logFile,
        cognito: cognito.url,
        issuer: cognito.issuer,
        signingKeyFile: cognito.signingKeyFile,
        userPoolId,
        clientId: userPoolClientId,
      } satisfies StartedStores),
      AWS_LAMBDA_FUNCTION_NAME: 'bench',
      MESSAGES_TABLE: `bench-${section}`,
      CRUDDUR_DYNAMODB_ENDPOINT: engines[engine].url,
      CRUDDUR_LOCAL_KEY: keys.accessKeyId,
      POSTGRES_URL: postgresUrl,
      COGNITO_ISSUER: cognito.issuer,
      COGNITO_CLIENT_ID: userPoolClientId,
      CRUDDUR_WEB_ORIGIN: 'http://localhost:3000',
      CRUDDUR_SERVER_TIMING: 'units',
      CRUDDUR_LIMITS: generousLimits,
      ...localKeys,
      BENCH_ENGINE_PID: engineOf(engines[engine].pid),
      BENCH_POSTGRES_PID: String(postgres.pid),
    }),
    stop: async () => {
      await Promise.all([postgres, dynoxide, dynamodbLocal, cognito].map((part) => part?.stop()));
      await rm(data, { recursive: true, force: true });
    },
  };
}

const startEngine = (engine: Engine, data: string) =>
  startDynamodb({
    engine,
    logFile: join(data, `${engine}.log`),
    keysFile: keysFile(data),
    dataDir: undefined,
    dynamodbLocalDir: environment.dynamodbLocalDir,
  });

function onlyIfInstalled(error: unknown): undefined {
  if (!(error instanceof PartFailed)) throw error;
}

/** The process at `pid` is the door; the engine is its child. */
const engineOf = (pid: number) => readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
