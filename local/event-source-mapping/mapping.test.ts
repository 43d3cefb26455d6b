import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeleteTableCommand } from '@aws-sdk/client-dynamodb';
import { DynamoDBStreams } from '@aws-sdk/client-dynamodb-streams';
import { DeleteCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { loadSchema } from '../../cli/table/load-schema.ts';
import { documents, dynamodbClient, tableName } from '../../shared/dynamo/client.ts';
import type { EventRecord } from '../../shared/lambda-stream/event-record.ts';
import { failedEvent } from '../../shared/lambda-stream/failed-event.ts';
import { testStores } from '../../test/stores.ts';
import { StreamGone } from './errors.ts';
import { openFailureQueue } from './failure-queue.ts';
import { type EventSourceMapping, startEventSourceMapping } from './mapping.ts';
import type { MappingOptions } from './mapping-options.ts';
import { parseStreamEvent } from './settings.ts';
import { findStream } from './table-stream.ts';
import { eventually } from './testing/run-mapping.ts';

const waiting = () => ({ signal: AbortSignal.timeout(5_000), log: () => {} });

/** The mapping on the real engine; the unit tests use a stream in memory. */

const streams = new DynamoDBStreams({
  endpoint: testStores().dynamodb,
  region: 'local',
  credentials: { accessKeyId: testStores().accessKeyId, secretAccessKey: 'local' },
});
let streamArn: string;
let directory: string;
const started: EventSourceMapping[] = [];

beforeAll(async () => {
  streamArn = (await findStream(streams, tableName, waiting())) ?? '';
});
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'cruddur-mapping-'));
});
afterEach(async () => {
  await Promise.all(started.splice(0).map((mapping) => mapping.stop()));
  await rm(directory, { recursive: true });
});

/** Starts a mapping that only sees the items of this test: those whose partition key begins with `prefix`. */
function start(prefix: string, options: Partial<MappingOptions> & { event?: Record<string, unknown> } = {}) {
  const { event, ...rest } = options;
  const filterPatterns = [{ dynamodb: { Keys: { pk: { S: [{ prefix }] } } } }];
  const mapping = startEventSourceMapping({
    settings: parseStreamEvent({ arn: streamArn, batchSize: 100, filterPatterns, ...event }),
    streams,
    streamArn,
    checkpoints: join(directory, 'checkpoints.json'),
    invoke: async () => ({ statusCode: 200, payload: null }),
    backoff: () => 1,
    ...rest,
  });
  started.push(mapping);
  return mapping;
}

const put = (pk: string, sk: string, more = {}) =>
  documents.send(new PutCommand({ TableName: tableName, Item: { pk, sk, ...more } }));
const pkOf = (record: EventRecord) => (record.dynamodb.Keys.pk as { S: string }).S;

/** An `invoke` that collects every record. */
function noting(records: EventRecord[]): MappingOptions['invoke'] {
  return async (event) => {
    records.push(...(event.Records as EventRecord[]));
    return { statusCode: 200, payload: null };
  };
}

test('inserts, changes and removals of an item arrive in their order', async () => {
  const seen: EventRecord[] = [];
  const mapping = start('KINDS#', { invoke: noting(seen) });
  await put('KINDS#1', 'a', { text: 'one', blob: new Uint8Array([1, 2]) });
  await documents.send(
    new UpdateCommand({
      TableName: tableName,
      Key: { pk: 'KINDS#1', sk: 'a' },
      UpdateExpression: 'set #t = :t',
      ExpressionAttributeNames: { '#t': 'text' },
      ExpressionAttributeValues: { ':t': 'two' },
    }),
  );
  await documents.send(new DeleteCommand({ TableName: tableName, Key: { pk: 'KINDS#1', sk: 'a' } }));
  await mapping.drained();
  expect(seen.map((record) => [record.eventName, record.dynamodb.NewImage?.text])).toEqual([
    ['INSERT', { S: 'one' }],
    ['MODIFY', { S: 'two' }],
    ['REMOVE', undefined],
  ]);
  expect(seen[0]?.dynamodb.NewImage?.blob).toEqual({ B: 'AQI=' });
  expect(seen[0]?.eventSourceARN).toBe(streamArn);
});

test('a write is delivered within 100 ms, under load', async () => {
  const arrivals = new Map<string, number>();
  start('FAST#', {
    invoke: async ({ Records }) => {
      for (const record of Records as EventRecord[]) arrivals.set(pkOf(record), performance.now());
      return { statusCode: 200, payload: null };
    },
  });
  const delays: number[] = [];
  for (let n = 0; n < 40; n += 1) {
    await put(`FAST#${n}`, 'a');
    const written = performance.now();
    await eventually(() => arrivals.has(`FAST#${n}`));
    delays.push((arrivals.get(`FAST#${n}`) ?? 0) - written);
  }
  expect(delays.sort((a, b) => a - b)[20]).toBeLessThan(100);
});

test('300 writes to 10 items by ten lanes: each record arrives once, in the order of its item', async () => {
  const seen: EventRecord[] = [];
  const mapping = start('MANY#', { event: { parallelizationFactor: 10 }, invoke: noting(seen) });
  const items = Array.from({ length: 10 }, (_, n) => n);
  await Promise.all(
    items.map(async (n) => {
      for (let step = 0; step < 30; step += 1) await put(`MANY#${n}`, 'a', { step });
    }),
  );
  await mapping.drained();
  expect(seen).toHaveLength(300);
  const byItem = Map.groupBy(seen, pkOf);
  for (const records of byItem.values()) {
    expect(records.map((record) => record.dynamodb.NewImage?.step)).toEqual(
      Array.from({ length: 30 }, (_, step) => ({ N: String(step) })),
    );
  }
});

test('resumes at the checkpoint after a restart and loses no record', async () => {
  const seen: EventRecord[] = [];
  const first = start('AGAIN#', { invoke: noting(seen) });
  await put('AGAIN#1', 'a');
  await first.drained();
  await first.stop();
  await put('AGAIN#2', 'a');
  await start('AGAIN#', { invoke: noting(seen) }).drained();
  expect(seen.map(pkOf)).toEqual(['AGAIN#1', 'AGAIN#2']);
});

test('a poison item reaches the failure queue whole; its record suffices to read it again', async () => {
  const queue = openFailureQueue(join(directory, 'failures'));
  const seen: string[] = [];
  const settings = { maximumRetryAttempts: 2, bisectBatchOnFunctionError: true };
  const mapping = start('POISON#', {
    event: settings,
    onFailure: (failure) => queue.send(failure),
    invoke: async ({ Records }) => {
      const keys = (Records as EventRecord[]).map(pkOf);
      if (keys.includes('POISON#bad')) return { statusCode: 200, functionError: 'Unhandled', payload: {} };
      seen.push(...keys);
      return { statusCode: 200, payload: null };
    },
  });
  for (const name of ['1', '2', 'bad', '3']) await put(`POISON#${name}`, 'a', { text: `text ${name}` });
  await mapping.drained();
  expect(seen).toEqual(['POISON#1', 'POISON#2', 'POISON#3']);
  const [message] = await queue.receive();
  const { payload, ...metadata } = message?.body ?? (undefined as never);
  expect(metadata).toMatchObject({ requestContext: { condition: 'RetryAttemptsExhausted' } });
  const everything = () => true;
  const whole = await failedEvent({ ...metadata, payload: payload as string }, streams, everything);
  expect(whole.Records.map((record) => record.dynamodb.NewImage?.text)).toEqual([{ S: 'text bad' }]);
  expect(await failedEvent(metadata, streams, everything)).toEqual(whole);
});

test('LATEST skips earlier records, and misses none of a quiet table', async () => {
  const seen: EventRecord[] = [];
  await put('LATE#before', 'a');
  const mapping = start('LATE#', { event: { startingPosition: 'LATEST' }, invoke: noting(seen) });
  await mapping.drained();
  await put('LATE#after', 'a');
  await mapping.drained();
  expect(seen.map(pkOf)).toEqual(['LATE#after']);
});

test('a recreated table has another stream, which ends the mapping', async () => {
  const client = dynamodbClient({ endpoint: testStores().dynamodb });
  const table = `${tableName}-dropped`;
  await loadSchema(client, table);
  const arn = (await findStream(streams, table, waiting())) ?? '';
  const mapping = start('ANY#', { streamArn: arn });
  await mapping.drained();
  await client.send(new DeleteTableCommand({ TableName: table }));
  await loadSchema(client, table);
  await expect(mapping.stopped).rejects.toThrow(StreamGone);
  expect(await findStream(streams, table, waiting())).not.toBe(arn);
  await client.send(new DeleteTableCommand({ TableName: table }));
  client.destroy();
});
