import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { documents, tableName } from '../../shared/dynamo/client.ts';
import { testStores } from '../../test/stores.ts';
import { root } from '../settings.ts';
import { openFailureQueue } from './failure-queue.ts';
import EventSourceMappingPlugin from './plugin.ts';
import { eventually } from './testing/run-mapping.ts';

/** The real `serverless offline`, with a function that logs its records and fails on poison. */

const serverless = join(root, 'node_modules/serverless/bin/serverless.js');
const mapping = fileURLToPath(new URL('.', import.meta.url));
const handler = `
import { appendFileSync } from 'node:fs';
export async function handler({ Records }) {
  const keys = Records.map(({ dynamodb }) => dynamodb.Keys.pk.S);
  if (keys.includes('PLUGIN#poison')) throw new Error('poison');
  appendFileSync(process.env.SEEN, keys.map((key) => key + '\\n').join(''));
}`;
let directory: string;
let running: ChildProcess | undefined;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'cruddur-plugin-'));
  await mkdir(join(directory, 'service'));
  await symlink(mapping, join(directory, 'service/mapping'));
  const write = (name: string, text: string) => writeFile(join(directory, 'service', name), text);
  await write('package.json', '{"type":"module"}');
  await write('project.js', handler);
  await write('serverless.yml', JSON.stringify(await definition()));
});
afterEach(() => stop());
afterAll(() => rm(directory, { recursive: true }));

async function definition() {
  return {
    service: 'probe',
    plugins: ['serverless-offline', './mapping/plugin.ts'],
    provider: {
      name: 'aws',
      runtime: 'nodejs24.x',
      stage: 'local',
      environment: { SEEN: join(directory, 'seen') },
    },
    custom: { 'serverless-offline': { host: '127.0.0.1', lambdaPort: await freePort() } },
    functions: { project: { handler: 'project.handler', events: [{ stream: stream() }] } },
  };
}

const stream = () => ({
  type: 'dynamodb',
  arn: `arn:aws:dynamodb:local:000000000000:table/${tableName}/stream/latest`,
  batchSize: 1,
  maximumRetryAttempts: 1,
  filterPatterns: [{ eventName: ['INSERT'], dynamodb: { Keys: { pk: { S: [{ prefix: 'PLUGIN#' }] } } } }],
  destinations: { onFailure: 'arn:aws:sqs:local:000000000000:probe-failures' },
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' ? (address?.port ?? 0) : 0;
}

function start(command: readonly string[]): void {
  running = spawn(process.execPath, [serverless, ...command], {
    cwd: join(directory, 'service'),
    env: {
      ...process.env,
      CRUDDUR_DATA: join(directory, 'data'),
      CRUDDUR_DYNAMODB_ENDPOINT: testStores().dynamodb,
      CRUDDUR_LOCAL_KEY: testStores().accessKeyId,
    },
    stdio: 'ignore',
  });
}

async function stop(): Promise<void> {
  if (!running || running.exitCode !== null) return;
  running.kill('SIGINT');
  await once(running, 'exit');
}

const put = (name: string) =>
  documents.send(new PutCommand({ TableName: tableName, Item: { pk: `PLUGIN#${name}`, sk: 'a' } }));
const seen = () =>
  readFile(join(directory, 'seen'), 'utf8').then(
    (text) => text.replaceAll('PLUGIN#', '').trim().split('\n').join(),
    () => '',
  );

test('a mapping that cannot continue ends the process with the reason', async () => {
  const reasons: string[] = [];
  const definitions = {
    project: { name: 'project', events: [{ stream: { ...stream(), arn: { Ref: 'Table' } } }] },
  };
  const service = { getAllFunctions: () => ['project'], getFunction: () => definitions.project };
  const log = { notice: (line: string) => reasons.push(line) };
  await new Promise<void>((resolve) => {
    const plugin = new EventSourceMappingPlugin({ serviceDir: directory, service }, {}, { log }, resolve);
    void plugin.hooks['offline:start:init']?.();
  });
  expect(reasons.join()).toContain('event source mapping project: ended: the arn of the stream event');
});

test('serverless offline runs the function for each record, abandons poison and resumes after a restart', async () => {
  const queue = openFailureQueue(join(directory, 'data/event-source-mappings/queues/probe-failures'));
  await put('1');
  start(['offline', 'start']);
  await put('poison');
  await put('2');
  await eventually(async () => (await seen()) === '1,2', 20_000);
  expect(await queue.count()).toBe(1);
  const [message] = await queue.receive();
  expect(message?.body).toMatchObject({
    requestContext: { functionArn: 'arn:aws:lambda:local:000000000000:function:probe-local-project' },
    responseContext: { functionError: 'Unhandled' },
  });
  await stop();

  await put('3');
  start(['offline']);
  await eventually(async () => (await seen()) === '1,2,3', 20_000);
  expect(await queue.count()).toBe(1);
}, 60_000);
