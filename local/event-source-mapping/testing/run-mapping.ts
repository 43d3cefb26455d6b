import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EventRecord } from '../../../shared/lambda-stream/event-record.ts';
import type { FailureRecord } from '../../../shared/lambda-stream/failure-record.ts';
import type { Answer } from '../answer.ts';
import { type EventSourceMapping, startEventSourceMapping } from '../mapping.ts';
import type { MappingOptions } from '../mapping-options.ts';
import { parseStreamEvent } from '../settings.ts';
import { FakeStreams } from './fake-streams.ts';

/** Answers a batch of partition keys for the function; may throw, as the function may. */
export type Respond = (keys: readonly string[], records: readonly EventRecord[]) => unknown;

const folders: string[] = [];
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));

/** Starts a mapping on a fake stream with one open shard `s1`, and records what it does. */
export async function mappingOnFake(
  event: Record<string, unknown> = {},
  options: Partial<MappingOptions> = {},
) {
  const streams = new FakeStreams();
  streams.addShard('s1');
  const folder = await mkdtemp(join(tmpdir(), 'cruddur-mapping-'));
  folders.push(folder);
  const checkpoints = join(folder, 'checkpoints.json');
  const batches: string[][] = [];
  const failures: FailureRecord[] = [];
  const started: EventSourceMapping[] = [];
  const fixture = {
    streams,
    checkpoints,
    batches,
    failures,
    respond: (() => undefined) as Respond,
    start(more: Partial<MappingOptions> = {}): EventSourceMapping {
      const mapping = startEventSourceMapping({
        settings: parseStreamEvent({ arn: streams.arn, ...event }),
        streams,
        streamArn: streams.arn,
        checkpoints,
        functionArn: 'arn:aws:lambda:fake:000000000000:function:project',
        invoke: (sent) => answerOf(fixture.respond, batches, sent.Records as EventRecord[]),
        onFailure: async (failure) => void failures.push(failure),
        backoff: () => 1,
        ...options,
        ...more,
      });
      started.push(mapping);
      return mapping;
    },
    stopAll: () => Promise.all(started.map((mapping) => mapping.stop())),
  };
  return fixture;
}

async function answerOf(respond: Respond, batches: string[][], records: EventRecord[]): Promise<Answer> {
  const keys = records.map(keyOf);
  batches.push(keys);
  try {
    return { statusCode: 200, payload: await respond(keys, records) };
  } catch (error) {
    // An injected fault is not a function error.
    if ((error as Error).name !== 'Error') throw error;
    return {
      statusCode: 200,
      functionError: 'Unhandled',
      payload: { errorMessage: (error as Error).message },
    };
  }
}

export const keyOf = (record: EventRecord) => (record.dynamodb.Keys.pk as { S: string }).S;

export const failing = (...records: readonly (EventRecord | undefined)[]) => ({
  batchItemFailures: records.map((record) => ({ itemIdentifier: record?.dynamodb.SequenceNumber })),
});

/** Polls until the condition holds, for at most `limit` milliseconds. */
export async function eventually(condition: () => boolean | Promise<boolean>, limit = 5_000): Promise<void> {
  for (const deadline = Date.now() + limit; !(await condition()); ) {
    if (Date.now() > deadline) throw new Error(`never came true: ${condition}`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
