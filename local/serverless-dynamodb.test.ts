import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import {
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  DynamoDBClient,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, ScanCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { jest } from '@jest/globals';
import type { SampleUser } from '../cli/database/sample-data.ts';
import { sampleConversation } from '../cli/sample/conversation.ts';
import { samplePeople } from '../cli/sample/people.ts';
import { importConversation } from '../cli/table/import-conversation.ts';
import { tableName } from '../shared/dynamo/client.ts';
import { isFree } from '../test/ports.ts';
import { testStores } from '../test/stores.ts';
import { allItems } from '../test/table.ts';
import { findKeys } from './keys.ts';
import { claimPort } from './port.ts';
import { root } from './settings.ts';

/** The commands of `serverless-dynamodb`, in the real messaging service. */

// Each test starts the Serverless CLI, which takes a minute on a busy machine.
jest.setTimeout(300_000);

const serverless = createRequire(import.meta.url).resolve('serverless/bin/serverless.js');
const data = mkdtempSync(join(tmpdir(), 'cruddur-sls-'));
const table = `sls_${randomUUID().slice(0, 8)}`;
const running = new Set<ChildProcess>();
afterEach(stopAll);
afterAll(() => rmSync(data, { recursive: true }));

test('migrate creates the same table as schema-load', async () => {
  expect(await sls('dynamodb migrate')).toContain(`Table ${table}: created`);
  expect(await describe(table)).toEqual(await describe(tableName));
});

test('migrate is idempotent, and adds a missing time to live', async () => {
  const TimeToLiveSpecification = { AttributeName: 'expires_at', Enabled: false };
  await client().send(new UpdateTimeToLiveCommand({ TableName: table, TimeToLiveSpecification }));
  expect(await sls('dynamodb migrate')).toContain(`Table ${table}: exists already`);
  expect(await describe(table)).toEqual(await describe(tableName));
});

test('seed stores the sample conversation, the same as `ddb seed`', async () => {
  expect(await sls('dynamodb seed')).toContain('106 of 106 items were new');
  const { messages, rows } = sampleConversation(...(samplePeople.slice(0, 2) as [SampleUser, SampleUser]));
  await importConversation(messages, rows);
  expect((await items(table)).map(asWritten)).toEqual((await allItems()).map(asWritten));
});

/** An item without the attributes that the projection derives from the stream. */
function asWritten(item: Record<string, unknown>): Record<string, unknown> {
  const derived = ['version', 'counted_to', 'unread_since', 'unread_times'];
  return Object.fromEntries(Object.entries(item).filter(([name]) => !derived.includes(name)));
}

test('seed is idempotent, and keeps later changes of users', async () => {
  const [row] = await items(table);
  const { pk, sk } = row as { pk: string; sk: string };
  await DynamoDBDocumentClient.from(client()).send(
    new UpdateCommand({
      TableName: table,
      Key: { pk, sk },
      UpdateExpression: 'set message = :text',
      ExpressionAttributeValues: { ':text': 'Written since' },
    }),
  );
  expect(await sls('dynamodb seed')).toContain('0 of 106 items were new');
  expect((await items(table))[0]).toMatchObject({ pk, sk, message: 'Written since' });
});

test('offline creates a missing table from the resources of the service', async () => {
  const missing = `${table}_offline`;
  const { output } = await offline('offline start', { CRUDDUR_MESSAGES_TABLE: missing });
  expect(output()).toContain(`Table ${missing}: created`);
  expect(await describe(missing)).toEqual(await describe(tableName));
});

test('offline without a running engine starts one with the data of the local cloud, and stops it at the end', async () => {
  const port = await claimPort('dynamodb', 0);
  const endpoint = `http://127.0.0.1:${port}`;
  const { child } = await offline('offline', {
    CRUDDUR_DYNAMODB_ENDPOINT: endpoint,
    CRUDDUR_LOCAL_KEY: undefined,
  });
  expect(await describe(table, client(endpoint, findKeys(data).accessKeyId))).toMatchObject({
    TimeToLiveStatus: 'ENABLED',
  });
  await stop(child);
  await untilFree(port);
});

test('leaves a deployed stage alone', async () => {
  expect(await sls('dynamodb migrate --stage dev')).toContain('not available for stage: dev');
  expect(await sls('dynamodb seed --stage dev')).toContain('not available for stage: dev');
});

test('start without DynamoDB Local says how to get it', async () => {
  const port = await claimPort('dynamodb', 0);
  const printed = await sls(`dynamodb start --port ${port}`, { DYNAMODB_LOCAL_DIR: '/nowhere' }, 1);
  expect(printed).toContain('dynamodb-local is not installed');
});

if (testStores().dynamodbEngine === 'dynamodb-local')
  test('start runs DynamoDB Local, with table and sample data, until Ctrl-C', async () => {
    const port = await claimPort('dynamodb', 0);
    const { child, output } = spawnSls(`dynamodb start --port ${port} --seed sample`);
    await until(() => output().includes('106 of 106 items were new'));
    expect(output()).toContain(`DynamoDB (dynamodb-local) at http://127.0.0.1:${port}`);
    await stop(child);
    expect(await claimPort('dynamodb', port)).toBe(port);
  });

/** Runs a command to its end. */
async function sls(line: string, env: NodeJS.ProcessEnv = {}, status = 0): Promise<string> {
  const { child, output } = spawnSls(line, env);
  await ended(child);
  expect({ line, status: child.exitCode, output: child.exitCode === status ? '' : output() }).toEqual({
    ...{ line, status, output: '' },
  });
  return output();
}

/** Starts the service and waits until it takes requests. */
async function offline(line: string, env: NodeJS.ProcessEnv) {
  const [httpPort, lambdaPort] = [await claimPort('http', 0), await claimPort('functions', 0)];
  const started = spawnSls(`${line} --httpPort ${httpPort} --lambdaPort ${lambdaPort}`, env);
  await until(() => started.output().includes('Server ready') || started.child.exitCode !== null);
  return started;
}

function spawnSls(line: string, env: NodeJS.ProcessEnv = {}) {
  const child = spawn(process.execPath, [serverless, ...line.split(' ')], {
    cwd: join(root, 'services/messaging'),
    env: {
      ...process.env,
      CRUDDUR_DATA: data,
      CRUDDUR_MESSAGES_TABLE: table,
      CRUDDUR_DYNAMODB_ENDPOINT: testStores().dynamodb,
      CRUDDUR_LOCAL_KEY: testStores().accessKeyId,
      ...env,
    },
  });
  running.add(child);
  const printed: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => printed.push(chunk.toString()));
  return { child, output: () => printed.join('') };
}

const ended = (child: ChildProcess) => new Promise((resolve) => child.once('close', resolve));

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGINT');
  await ended(child);
}

async function stopAll(): Promise<void> {
  for (const child of running) await stop(child);
  running.clear();
}

/** A bare `sls offline` ends without its end hooks, so the engine gets its signal and may end a little later. */
const untilFree = (port: number) => until(() => isFree(port));

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + 240_000; !(await holds()); await pause(50))
    if (Date.now() > deadline) throw new Error('It did not come true in time.');
}

function client(endpoint = testStores().dynamodb, accessKeyId = testStores().accessKeyId): DynamoDBClient {
  const credentials = { accessKeyId, secretAccessKey: 'local' };
  return new DynamoDBClient({ endpoint, region: 'local', credentials });
}

/** Everything that the table's definition determines. */
async function describe(TableName: string, from = client()) {
  const [{ Table = {} }, { TimeToLiveDescription }] = await Promise.all([
    from.send(new DescribeTableCommand({ TableName })),
    from.send(new DescribeTimeToLiveCommand({ TableName })),
  ]);
  const { AttributeDefinitions, KeySchema, BillingModeSummary, StreamSpecification } = Table;
  const indexes = Table.GlobalSecondaryIndexes?.map(({ IndexName, KeySchema: Keys, Projection }) => ({
    ...{ IndexName, Keys, Projection },
  }));
  const billing = BillingModeSummary?.BillingMode;
  return { AttributeDefinitions, KeySchema, StreamSpecification, billing, indexes, ...TimeToLiveDescription };
}

async function items(TableName: string): Promise<Record<string, unknown>[]> {
  const documents = DynamoDBDocumentClient.from(client());
  const { Items = [] } = await documents.send(new ScanCommand({ TableName, ConsistentRead: true }));
  return Items.sort((one, other) => (`${one.pk} ${one.sk}` < `${other.pk} ${other.sk}` ? -1 : 1));
}
