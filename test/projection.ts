import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBStreams } from '@aws-sdk/client-dynamodb-streams';
import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { parse } from 'yaml';
import { Crash } from '../local/event-source-mapping/errors.ts';
import { type EventSourceMapping, startEventSourceMapping } from '../local/event-source-mapping/mapping.ts';
import type { MappingOptions } from '../local/event-source-mapping/mapping-options.ts';
import { parseStreamEvent } from '../local/event-source-mapping/settings.ts';
import { findStream } from '../local/event-source-mapping/table-stream.ts';
import { tableName } from '../shared/dynamo/client.ts';
import { testStores } from './stores.ts';

type StreamHandler = (event: DynamoDBStreamEvent) => Promise<DynamoDBBatchResponse>;

/** A function that runs for the records of the test file's table. */
export interface Projection {
  /** Resolves when every record now in the stream is processed. */
  drained(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Runs a handler of the stream service in this process, through the event source mapping with its deployed event. Only
 * the batch window is shorter, so that a test does not wait, and records have no maximum age, since a test's clock may
 * be in another year. A mapping that a fault crashed restarts on its checkpoints.
 */
export async function startProjection(
  handler: StreamHandler,
  name = 'project',
  overrides: Partial<MappingOptions> = {},
): Promise<Projection> {
  const directory = await mkdtemp(join(tmpdir(), 'cruddur-projection-'));
  const streams = new DynamoDBStreams({
    endpoint: testStores().dynamodb,
    region: 'local',
    credentials: { accessKeyId: testStores().accessKeyId, secretAccessKey: 'local' },
  });
  const streamArn = await findStream(streams, tableName, {
    signal: AbortSignal.timeout(10_000),
    log: () => {},
  });
  const settings = { ...(await deployedSettings(name)), batchWindow: 0, maximumRecordAgeInSeconds: -1 };
  const running = new Running(() =>
    startEventSourceMapping({
      settings,
      streams,
      streamArn: streamArn ?? '',
      checkpoints: join(directory, 'checkpoints.json'),
      invoke: async (event) => ({ statusCode: 200, payload: await handler(event as DynamoDBStreamEvent) }),
      ...overrides,
    }),
  );
  return {
    drained: () => running.drained(),
    stop: async () => {
      await running.mapping.stop();
      streams.destroy();
      await rm(directory, { recursive: true });
    },
  };
}

class Running {
  mapping!: EventSourceMapping;
  readonly #start: () => EventSourceMapping;

  constructor(start: () => EventSourceMapping) {
    this.#start = start;
    this.#run();
  }

  #run(): void {
    this.mapping = this.#start();
    this.mapping.stopped.catch((error) => error instanceof Crash && this.#run());
  }

  async drained(): Promise<void> {
    const { mapping } = this;
    try {
      await mapping.drained();
    } catch (error) {
      if (!(error instanceof Crash)) throw error;
      await mapping.stopped.catch(() => {});
      await this.drained();
    }
  }
}

/** The settings of a function's event source mapping as deployed. */
export const deployedSettings = async (name: string): Promise<MappingOptions['settings']> =>
  parseStreamEvent(await deployedEvent(name));

/** The function's `stream` event, with placeholder values for references to other stacks. */
async function deployedEvent(name: string): Promise<unknown> {
  const file = new URL('../services/stream/serverless.yml', import.meta.url);
  const text = (await readFile(file, 'utf8'))
    .replace(/\$\{param:\w*StreamArn\}/g, 'arn:aws:dynamodb:local:000000000000:table/any/stream/any')
    .replace(/enabled: .*/, 'enabled: true')
    .replace(/\$\{param:\w*Queue\}/g, 'arn:aws:sqs:local:000000000000:any');
  // This parser ignores CloudFormation's tags, which no event contains.
  return parse(text, { logLevel: 'error', merge: true }).functions[name].events[0].stream;
}
