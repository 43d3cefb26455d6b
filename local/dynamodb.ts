import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { answersHttp, type ChildCommand, untilReady } from './child.ts';
import { findIsolation } from './doors/isolation.ts';
import { startBehindDoor } from './doors/start-behind-door.ts';
import { callersEnvironment } from './environment.ts';
import { PartFailed } from './errors.ts';
import { claimPort } from './port.ts';
import { host } from './settings.ts';

/**
 * Starts a DynamoDB engine behind a door that requires the access key, and waits until it answers: dynoxide if
 * installed, else DynamoDB Local. If the caller gives an endpoint, uses that and starts nothing.
 *
 * No engine authenticates its callers, and DynamoDB Local listens on every interface. So each runs in its own network
 * namespace, where the machine supports that.
 *
 * @throws PartFailed when no engine is installed, or it does not start
 */
export async function startDynamodb(options: DynamodbOptions) {
  if (options.endpoint) return given(options.endpoint);
  const engine = findEngine(options);
  if (options.dataDir) await mkdir(options.dataDir, { recursive: true, mode: 0o700 });
  const isolation = await findIsolation();
  const port = await claimPort(part, options.port ?? 0);
  const enginePort = isolation ? port : await claimPort(part, 0);
  const child = await startBehindDoor(port, {
    ...{ part, isolation, logFile: options.logFile, onSpawn: options.onSpawn },
    engine: {
      ...engine.command(enginePort, options.dataDir),
      ...{ host, port: enginePort, keysFile: options.keysFile },
    },
  });
  void child.exited.then(() => child.kill());
  const url = `http://${host}:${port}`;
  await untilReady(child, () => answersHttp(url));
  return { ...child, engine: engine.name, port, url };
}

const part = 'dynamodb';

/** The engines, by preference. */
const engines = [
  {
    name: 'dynoxide',
    find: () => npmBinary() ?? onPath('dynoxide'),
    command: (file: string, port: number, dataDir: string | undefined) => ({
      file,
      args: [
        ...['--host', host, '--port', String(port)],
        ...(dataDir ? ['--db-path', join(dataDir, 'dynoxide.sqlite')] : []),
      ],
    }),
  },
  {
    name: 'dynamodb-local',
    find: (dir: string | undefined) => (onPath('java') && dir && existsSync(jar(dir)) ? dir : undefined),
    command: (dir: string, port: number, dataDir: string | undefined) => ({
      file: 'java',
      args: [
        `-Djava.library.path=${join(dir, 'DynamoDBLocal_lib')}`,
        ...['-cp', [jar(dir), join(dir, 'DynamoDBLocal_lib/*')].join(delimiter)],
        'software.amazon.dynamodb.services.local.main.ServerRunner',
        ...['-port', String(port), '-sharedDb', '-disableTelemetry'],
        ...(dataDir ? ['-dbPath', dataDir] : ['-inMemory']),
      ],
    }),
  },
] as const;

function findEngine({ engine: wanted, dynamodbLocalDir }: DynamodbOptions) {
  for (const { name, find, command } of engines) {
    if (wanted && wanted !== name) continue;
    const found = find(dynamodbLocalDir);
    if (found)
      return { name, command: (port: number, data: string | undefined) => command(found, port, data) };
  }
  throw new PartFailed(
    part,
    `${wanted ?? 'an engine'} is not installed: put \`dynoxide\` on the PATH, or set DYNAMODB_LOCAL_DIR to a folder ` +
      'with DynamoDB Local 3 (needs Java 17), or set CRUDDUR_DYNAMODB_ENDPOINT to a running engine',
  );
}

/** The binary of the npm package for this machine, if any. */
function npmBinary(): string | undefined {
  const { resolve } = createRequire(import.meta.url);
  try {
    const dir = dirname(resolve(`@dynoxide/${process.platform}-${process.arch}/package.json`));
    return existsIn([dir], 'dynoxide');
  } catch {
    return undefined;
  }
}

const onPath = (name: string) => existsIn((callersEnvironment.PATH ?? '').split(delimiter), name);
const existsIn = (dirs: string[], name: string) => dirs.map((dir) => join(dir, name)).find(existsSync);
const jar = (dir: string) => join(dir, 'DynamoDBLocal.jar');

function given(endpoint: string) {
  const { port, origin } = new URL(endpoint);
  return { part, engine: 'given' as const, port: Number(port), url: origin, pid: 0, ...nothingStarted };
}

const nothingStarted = {
  exited: new Promise<string>(() => {}),
  hasEnded: () => false,
  lastLines: () => [],
  stop: async () => {},
  kill: () => {},
};

export type Engine = (typeof engines)[number]['name'];

export interface DynamodbOptions {
  /** Endpoint of a running engine. */
  endpoint?: string | undefined;
  engine?: Engine | undefined;
  /** Folder of DynamoDB Local, with `DynamoDBLocal.jar` and `DynamoDBLocal_lib`. */
  dynamodbLocalDir?: string | undefined;
  /** Data folder; undefined keeps the data in memory. */
  dataDir: string | undefined;
  /** File with the access key. */
  keysFile: string;
  logFile: string;
  /** A free port if absent or 0. */
  port?: number;
  onSpawn?: ChildCommand['onSpawn'];
}
