import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDB } from '@aws-sdk/client-dynamodb';
import { DynamoDBStreams } from '@aws-sdk/client-dynamodb-streams';
import { startDynamodb } from './dynamodb.ts';
import { ensureKeys, keysFile } from './keys.ts';
import { KEPT_RECORDS, trimStreams } from './trim-stream.ts';

const data = mkdtempSync(join(tmpdir(), 'cruddur-trim-'));
const file = join(data, 'dynoxide.sqlite');
const checkpoints = join(data, 'checkpoints');
const WRITTEN = KEPT_RECORDS + 500;

let engine: Awaited<ReturnType<typeof startDynamodb>>;
let table: DynamoDB;
let streams: DynamoDBStreams;
let streamArn: string;
let written = 0;

beforeAll(async () => {
  mkdirSync(checkpoints);
  const { accessKeyId } = ensureKeys(data);
  const logFile = join(data, 'engine.log');
  engine = await startDynamodb({ engine: 'dynoxide', dataDir: data, keysFile: keysFile(data), logFile });
  const client = {
    endpoint: engine.url,
    region: 'local',
    credentials: { accessKeyId, secretAccessKey: 'local' },
  };
  table = new DynamoDB(client);
  streams = new DynamoDBStreams(client);
  const created = await table.createTable({
    TableName: 'messages',
    KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
    BillingMode: 'PAY_PER_REQUEST',
    StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' },
  });
  streamArn = created.TableDescription?.LatestStreamArn ?? '';
  for (let batch = 0; batch < WRITTEN; batch += 25) await write(25);
}, 60_000);

afterAll(async () => {
  await engine.stop();
  rmSync(data, { recursive: true });
});

async function write(count: number): Promise<void> {
  const puts = Array.from({ length: count }, () => {
    written += 1;
    return { PutRequest: { Item: { pk: { S: String(written) } } } };
  });
  await table.batchWriteItem({ RequestItems: { messages: puts } });
}

/** Writes a mapping's checkpoint, in its format. */
const note = (name: string, position: object) =>
  writeFileSync(
    join(checkpoints, `${name}.json`),
    JSON.stringify({ streamArn, shards: { [shardId]: position } }),
  );
const shardId = 'shardId-00000001-messages';

test('keeps every record that a mapping has not processed', () => {
  expect(trimStreams(file, checkpoints)).toBe(0);
  note('push', { sequenceNumber: String(WRITTEN) });
  note('project', { latestSince: 1 });
  expect(trimStreams(file, checkpoints)).toBe(0);
  note('project', { sequenceNumber: String(KEPT_RECORDS + 10) });
  expect(trimStreams(file, checkpoints)).toBe(10);
});

test('deletes records that all mappings have processed, except the newest, and reading continues', async () => {
  note('project', { sequenceNumber: String(WRITTEN) });
  expect(trimStreams(file, checkpoints)).toBe(WRITTEN - KEPT_RECORDS - 10);
  await write(1);
  const { ShardIterator } = await streams.getShardIterator({
    StreamArn: streamArn,
    ShardId: shardId,
    ShardIteratorType: 'AFTER_SEQUENCE_NUMBER',
    SequenceNumber: String(WRITTEN),
  });
  const { Records = [] } = await streams.getRecords({ ShardIterator });
  expect(Records.map(({ dynamodb }) => [dynamodb?.SequenceNumber, dynamodb?.Keys?.pk?.S])).toEqual([
    [String(WRITTEN + 1), String(written)],
  ]);
});

test('ignores checkpoints in another stream, as of a recreated table', () => {
  streamArn = `${streamArn}0`;
  note('project', { sequenceNumber: '999999' });
  note('push', { sequenceNumber: '999999' });
  expect(trimStreams(file, checkpoints)).toBe(0);
});
