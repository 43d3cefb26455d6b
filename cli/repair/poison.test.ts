import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { DynamoDBStreamEvent } from 'aws-lambda';
import { openFailureQueue } from '../../local/event-source-mapping/failure-queue.ts';
import { documents, tableName } from '../../shared/dynamo/client.ts';
import { type Key, messageKey } from '../../shared/dynamo/keys.ts';
import { getRow } from '../../shared/dynamo/message-groups.ts';
import { type Conversation, createConversation, storeText } from '../../test/conversations.ts';
import { startProjection } from '../../test/projection.ts';
import { readLog } from '../../test/read-log.ts';
import { localFailures } from '../failures/local-queue.ts';
import { redriveFailures } from './redrive-failures.ts';
import { verifyTable } from './verify-table.ts';

// Metrics are lines of the log.
process.env.CRUDDUR_LOG = 'on';
const { handler: project } = await import('../../services/stream/project.ts');

/** The first try and the ten deployed retries; splitting off the records before the poison and bisecting are free. */
const MAX_TRIES = 1 + 10 + 1 + Math.ceil(Math.log2(100));

test('a poison message blocks no other, reaches the dead-letter queue, and is replayed after its repair', async () => {
  const data = await mkdtemp(join(tmpdir(), 'cruddur-poison-'));
  const queue = openFailureQueue(join(data, 'event-source-mappings/queues/failures'));
  // Everything is stored before the mapping starts, so that the poison shares its batch and has records behind it.
  const conversation = await createConversation();
  const others: Conversation[] = [];
  // Few at once: an engine that is busy gives up on a writer that waits for long.
  while (others.length < 40) {
    const some = Array.from({ length: 8 }, () => createConversation(['1', '2']));
    others.push(...(await Promise.all(some)));
  }
  const poison = await storePoison(conversation);
  await storeText(conversation.ben, conversation.ann, 'behind it', Date.now() + 1);

  const log = readLog();
  const tries: string[] = [];
  const late: string[] = [];
  const projection = await startProjection(
    (event) => {
      if (holds(event, poison)) tries.push(event.Records.map(({ dynamodb }) => dynamodb?.Keys?.pk?.S).join());
      return project(event);
    },
    'project',
    {
      backoff: () => 20,
      onFailure: async (failure) => {
        for (const other of others)
          if (tries[0]?.includes(other.message_group_uuid)) late.push(...(await problemsOf(other)));
        await queue.send(failure);
      },
    },
  );
  await projection.drained().finally(log.end);
  await projection.stop();

  expect(tries.length).toBeLessThanOrEqual(MAX_TRIES);
  expect(new Set(tries[0]?.split(',')).size).toBeGreaterThan(1);
  expect(late).toEqual([]);
  expect((await Promise.all([conversation, ...others].map(problemsOf))).flat()).toEqual([]);
  // A machine under load may fail other tries too.
  expect(failed(log).length).toBeGreaterThanOrEqual(tries.length);
  expect(new Set(failed(log))).toEqual(new Set(['Cruddur function_name,pattern project']));
  expect(log.linesWith('"failure"').map(({ error_name }) => error_name)).toContain('UnreadableRecord');

  const [failure] = await queue.receive(100);
  expect(failure?.body.requestContext.condition).toBe('RetryAttemptsExhausted');
  expect(failure?.body.payload).toContain('poison');
  const replay = () => redriveFailures(localFailures(data, 'failures'));
  expect(await replay()).toMatchObject({ replayed: 0, remaining: [{ id: failure?.id }] });
  await repair(poison, conversation);
  expect(await replay()).toEqual({ replayed: 1, remaining: [] });
  expect(await queue.count()).toBe(0);
  for await (const { violations } of verifyTable({ patience: 0 })) expect(violations).toEqual([]);
  await rm(data, { recursive: true });
}, 300_000);

/** A message without its members. */
async function storePoison({ ann, message_group_uuid }: Conversation): Promise<Key> {
  const key = messageKey(message_group_uuid, `${new Date().toISOString()}#${ann.uuid}`);
  const [created_at, message_uuid] = key.sk.split('#');
  const { uuid: user_uuid, display_name: user_display_name, handle: user_handle } = ann;
  const named = { user_uuid, user_display_name, user_handle };
  const Item = { ...key, message_uuid, message: 'poison', created_at, ...named };
  await documents.send(new PutCommand({ TableName: tableName, Item }));
  return key;
}

test('an unreadable failure stays in the queue, and later ones are replayed', async () => {
  const deleted: string[] = [];
  async function* failures() {
    const failure = (id: string, keys: () => Promise<Key[]>) => ({
      id,
      keys,
      delete: async () => void deleted.push(id),
    });
    yield failure('unreadable', async () => JSON.parse('no JSON'));
    yield failure('readable', async () => []);
  }
  expect(await redriveFailures(failures())).toEqual({
    replayed: 1,
    remaining: [{ id: 'unreadable', reason: 'its records cannot be read: SyntaxError' }],
  });
  expect(deleted).toEqual(['readable']);
});

const repair = (Key: Key, { ann, ben }: Conversation) =>
  documents.send(
    new UpdateCommand({
      TableName: tableName,
      Key,
      UpdateExpression: 'SET member_uuids = :members',
      ExpressionAttributeValues: { ':members': [ann.uuid, ben.uuid] },
    }),
  );

const holds = ({ Records }: DynamoDBStreamEvent, { sk }: Key) =>
  Records.some(({ dynamodb }) => dynamodb?.Keys?.sk?.S === sk);

/** Checks that ann's row shows the last message. @returns the problems. */
async function problemsOf({ ann, message_group_uuid }: Conversation): Promise<string[]> {
  const row = await getRow(ann.uuid, message_group_uuid, { consistent: true });
  return ['2', 'behind it'].includes(row?.message ?? '')
    ? []
    : [`${message_group_uuid} shows ${row?.message}`];
}

/** The metrics of the batches that failed. */
const failed = (log: ReturnType<typeof readLog>) =>
  log
    .linesWith('"_aws"')
    .filter((line) => line.failed > 0)
    .map(({ pattern, _aws }) => {
      const { Namespace, Dimensions, Metrics } = _aws.CloudWatchMetrics[0];
      const isMetric = Metrics.some(({ Name }: { Name: string }) => Name === 'failed');
      return isMetric && `${Namespace} ${Dimensions} ${pattern}`;
    });
