import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDatabase } from '../cli/database/databases.ts';
import { startCognito } from '../local/cognito.ts';
import { type Engine, startDynamodb } from '../local/dynamodb.ts';
import { ensureKeys, keysFile } from '../local/keys.ts';
import { startPostgres } from '../local/postgres.ts';
import { postgresAddress, userPoolClientId, userPoolId } from '../local/settings.ts';
import type { StartedStores } from './stores.ts';

/**
 * Jest's global setup: separate stores for the tests, on free ports, with temporary data. Each worker has an engine of its
 * own if that is dynoxide: it uses one core, and slows with every record in the streams of all its tables.
 */
export default async function startStores({ maxWorkers }: { maxWorkers: number }): Promise<void> {
  // A signal alone would skip this process's `exit` hooks, which end the stores.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1));
  const data = mkdtempSync(join(tmpdir(), 'cruddur-test-'));
  const place = (part: string) => ({ dataDir: join(data, part), logFile: join(data, `${part}.log`) });
  const keys = ensureKeys(data);
  const startEngine = (n: number) =>
    startDynamodb({
      dataDir: undefined,
      keysFile: keysFile(data),
      logFile: join(data, `dynamodb-${n}.log`),
      endpoint: process.env.CRUDDUR_DYNAMODB_ENDPOINT,
      engine: process.env.CRUDDUR_DYNAMODB_ENGINE as Engine | undefined,
      dynamodbLocalDir: process.env.DYNAMODB_LOCAL_DIR,
    });
  const [postgres, firstEngine, cognito] = await Promise.all([
    startPostgres({ ...place('postgres'), keys, settings: { fsync: 'off', max_connections: '200' } }),
    startEngine(0),
    // Without triggers: a test calls the functions itself.
    startCognito({ ...place('cognito'), accessKeyId: keys.accessKeyId }),
  ]);
  const more = firstEngine.engine === 'dynoxide' ? maxWorkers - 1 : 0;
  const engines = [
    firstEngine,
    ...(await Promise.all(Array.from({ length: more }, (_, n) => startEngine(n + 1)))),
  ];
  const masterUrl = postgresAddress(keys, 'master', postgres.port);
  await createDatabase({ url: masterUrl });
  const stores: StartedStores = {
    dynamodb: engines.map(({ url }) => url),
    accessKeyId: keys.accessKeyId,
    dynamodbEngine: firstEngine.engine,
    postgres: masterUrl,
    postgresOfFunctions: postgresAddress(keys, 'functions', postgres.port),
    postgresLog: place('postgres').logFile,
    cognito: cognito.url,
    issuer: `${cognito.url}/${userPoolId}`,
    signingKeyFile: cognito.signingKeyFile,
    userPoolId,
    clientId: userPoolClientId,
  };
  process.env.CRUDDUR_TEST_STORES = JSON.stringify(stores);
  Object.assign(globalThis, { cruddurTestStores: { parts: [cognito, ...engines, postgres], data } });
}
