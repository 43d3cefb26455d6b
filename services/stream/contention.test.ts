import { DynamoDBStreams } from '@aws-sdk/client-dynamodb-streams';
import { documents } from '../../shared/dynamo/client.ts';
import type { Streams } from '../../shared/lambda-stream/streams.ts';
import type { BatchLine } from '../../shared/log.ts';
import { type Conversation, createConversation, storeText } from '../../test/conversations.ts';
import { startProjection } from '../../test/projection.ts';
import { readLog } from '../../test/read-log.ts';
import { refreshed } from '../../test/spent.ts';
import { testStores } from '../../test/stores.ts';

// What a batch consumed is a line of the log.
process.env.CRUDDUR_LOG = 'on';
const { handler: project } = await import('./project.ts');

/**
 * Many messages a second into few message groups, through the event source mapping as it is deployed. All that one batch
 * window gathers is there before the mapping reads it, so that the units do not depend on the machine.
 */

const WINDOWS = 4;

/** Tries of the client that are not the first of their call. */
let retries = 0;
const tried = new WeakSet<object>();

documents.middlewareStack.add(
  (next) => (args) => {
    if (tried.has(args.input)) retries += 1;
    tried.add(args.input);
    return next(args);
  },
  { step: 'finalizeRequest', name: 'cruddurRetries', priority: 'low' },
);

test.each([
  [50, 1],
  [100, 1],
  [50, 20],
  [100, 20],
])(
  '%i messages a second over %i groups: 3 RCU + 3 WCU for each, no update lost, no record failed',
  async (perWindow, groups) => {
    const messages = WINDOWS * perWindow;
    const { read, write, ...counts } = await measure(perWindow, groups);
    expect(counts).toEqual({ records: messages, failed: 0, lost: 0 });
    expect(read / messages).toBeLessThanOrEqual(3);
    expect(write / messages).toBeLessThanOrEqual(3);
  },
  600_000,
);

/** On a busy machine a write whose answer came too late is tried again, and fails; such a measurement begins again. */
async function measure(perWindow: number, groups: number, tries = 5) {
  const conversations = await Promise.all(
    Array.from({ length: groups }, () => createConversation(['1', '2'])),
  );
  for (const conversation of conversations) await refreshed(conversation);
  retries = 0;
  const batches = await projectWindows(perWindow, async (n) => {
    const { ann, ben } = conversations[n % groups] as Conversation;
    await (n % 3 ? storeText(ann, ben, `${n}`) : storeText(ben, ann, `${n}`));
  });
  if (retries > 0 && tries > 1) return measure(perWindow, groups, tries - 1);
  const total = (name: keyof BatchLine) => batches.reduce((sum, batch) => sum + Number(batch[name]), 0);
  return {
    ...{ records: total('records'), failed: total('failed'), lost: total('failed_writes') },
    ...{ read: total('read_units'), write: total('write_units') },
  };
}

/** Projects one window after the other, and returns what the function logged of its batches. */
async function projectWindows(
  perWindow: number,
  send: (n: number) => Promise<unknown>,
): Promise<BatchLine[]> {
  const streams = new GatedStreams();
  const log = readLog();
  const mapping = await startProjection(project, 'project', { streams: streams.readable });
  try {
    await mapping.drained();
    log.clear();
    for (let window = 0; window < WINDOWS; window++) {
      streams.isOpen = false;
      for (let n = 0; n < perWindow; n++) await send(n);
      streams.isOpen = true;
      await mapping.drained();
    }
  } finally {
    log.end();
    await mapping.stop();
    streams.close();
  }
  return log.linesWith('"batch"');
}

/** The table's stream, from which nothing is to be had while it is closed. */
class GatedStreams {
  isOpen = true;
  readonly #streams = new DynamoDBStreams({
    endpoint: testStores().dynamodb,
    region: 'local',
    credentials: { accessKeyId: testStores().accessKeyId, secretAccessKey: 'local' },
  });

  readonly readable: Streams = {
    describeStream: (input) => this.#streams.describeStream(input),
    getShardIterator: (input) => this.#streams.getShardIterator(input),
    getRecords: async (input) =>
      this.isOpen ? this.#streams.getRecords(input) : { Records: [], NextShardIterator: input.ShardIterator },
  };

  close(): void {
    this.#streams.destroy();
  }
}
