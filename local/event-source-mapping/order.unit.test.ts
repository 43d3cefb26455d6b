import fc from 'fast-check';
import type { EventRecord } from '../../shared/lambda-stream/event-record.ts';
import { Crash, FunctionNotInvoked } from './errors.ts';
import type { Faults } from './faults.ts';
import { allFaults, faultAt, mappingFaults } from './testing/fault-at.ts';
import { failing, mappingOnFake } from './testing/run-mapping.ts';

/**
 * Sources: AWS Lambda, "Using AWS Lambda with Amazon DynamoDB": each event is processed at least once, and with
 * several batches of a shard at a time the order still holds for an item, partition and sort key.
 */

const item = fc.constantFrom('a/1', 'a/2', 'b/1', 'c/1');
const answer = fc.oneof(
  { weight: 3, arbitrary: fc.constant('success' as const) },
  fc.constantFrom('throws', 'malformed', 'lost', 'refused'),
  fc.nat({ max: 4 }),
);
const settings = fc.record({
  batchSize: fc.integer({ min: 1, max: 5 }),
  parallelizationFactor: fc.integer({ min: 1, max: 4 }),
  bisectBatchOnFunctionError: fc.boolean(),
  maximumRetryAttempts: fc.constantFrom(-1, 0, 1, 3),
  functionResponseType: fc.constantFrom('ReportBatchItemFailures', undefined),
});
const faults = fc.array(fc.tuple(fc.constantFrom(...mappingFaults), fc.integer({ min: 1, max: 6 })), {
  maxLength: 3,
});

test('whatever is answered and whatever fails, the order of an item holds and no record is lost or skipped', async () => {
  await fc.assert(
    fc.asyncProperty(
      settings,
      fc.array(fc.tuple(item, fc.integer({ min: 1, max: 3 })), { maxLength: 30 }),
      fc.array(answer, { maxLength: 25 }),
      faults,
      async (event, written, answers, injected) => {
        const history = await replay(event, written, answers, injected);
        expect(history.problems).toEqual([]);
        expect(history.undone).toEqual([]);
      },
    ),
    { numRuns: 150 },
  );
}, 60_000);

type Written = readonly (readonly [string, number])[];
type AnswerKind = 'success' | 'throws' | 'malformed' | 'lost' | 'refused' | number;

/** Runs three shards, the third a child of the first. Gives the answers in turn, then succeeds. */
async function replay(
  event: Record<string, unknown>,
  written: Written,
  answers: readonly AnswerKind[],
  injected: readonly (readonly [(typeof mappingFaults)[number], number])[],
) {
  const fixture = await mappingOnFake(event, { backoff: () => 0 });
  const { streams } = fixture;
  streams.addShard('s2');
  streams.addShard('s3', 's1');
  const order = new Map<string, string[]>();
  for (const [name, shard] of written) {
    const [pk = '', sk = ''] = name.split('/');
    // A shard holds a range of keys, so an item is first in one shard and then in its child.
    const sequenceNumber = streams.write(`s${shard}`, `${pk}${shard === 2 ? 2 : 1}`, { sk });
    const key = `${pk}${shard === 2 ? 2 : 1}/${sk}`;
    order.set(key, [...(order.get(key) ?? []), sequenceNumber]);
  }
  streams.closeShard('s1');
  inShardOrder(order, streams.shardOf);

  const done = new Set<string>();
  const problems: string[] = [];
  const waiting = [...answers];
  const invoke = async ({ Records }: { Records: readonly unknown[] }) => {
    const records = Records as EventRecord[];
    const next = waiting.shift() ?? 'success';
    if (next === 'refused') throw new FunctionNotInvoked('for the test');
    problems.push(...outOfOrder(records, order, done));
    await new Promise((resolve) => setImmediate(resolve));
    if (next === 'lost') throw new Error('The answer was lost');
    const { payload, finished } = answerTo(records, next, event.functionResponseType !== undefined);
    for (const sequenceNumber of finished) done.add(sequenceNumber);
    return { statusCode: 200, functionError: next === 'throws' ? 'Unhandled' : undefined, payload };
  };
  const onFailure = async (failure: { payload?: string }) => {
    for (const record of JSON.parse(failure.payload ?? '').Records) done.add(record.dynamodb.SequenceNumber);
  };
  const checking: Faults = {
    afterCheckpoint: (positions) => {
      for (const [shard, { sequenceNumber }] of Object.entries(positions)) {
        const skipped = streams.upTo(shard, sequenceNumber).filter((number) => !done.has(number));
        problems.push(...skipped.map((number) => `checkpoint of ${shard} is past ${number}`));
      }
    },
  };
  const all = allFaults(checking, ...injected.map(([fault, nth]) => faultAt(fault, nth, 1)));
  await drainWithRestarts(() => fixture.start({ invoke, onFailure, faults: all }).drained());
  await fixture.stopAll();
  return { problems, undone: [...order.values()].flat().filter((number) => !done.has(number)) };
}

async function drainWithRestarts(drain: () => Promise<void>): Promise<void> {
  const crashed = await drain().then(
    () => false,
    (error) => {
      if (error instanceof Crash) return true;
      throw error;
    },
  );
  if (crashed) await drainWithRestarts(drain);
}

/** Finds records delivered before an earlier record of the same item, which is neither done nor earlier in the batch. */
function outOfOrder(
  records: readonly EventRecord[],
  order: Map<string, string[]>,
  done: Set<string>,
): string[] {
  const seen = new Set(done);
  return records.flatMap((record) => {
    const { SequenceNumber, Keys } = record.dynamodb as {
      SequenceNumber: string;
      Keys: Record<string, { S: string }>;
    };
    const sequence = order.get(`${Keys.pk?.S}/${Keys.sk?.S}`) ?? [];
    const missing = sequence.slice(0, sequence.indexOf(SequenceNumber)).filter((number) => !seen.has(number));
    seen.add(SequenceNumber);
    return missing.map((number) => `${SequenceNumber} came before ${number}`);
  });
}

function answerTo(
  records: readonly EventRecord[],
  kind: Exclude<AnswerKind, 'refused' | 'lost'>,
  reports: boolean,
) {
  const numbers = records.map((record) => record.dynamodb.SequenceNumber);
  if (kind === 'throws') return { payload: undefined, finished: [] };
  if (kind === 'success' || !reports) return { payload: {}, finished: numbers };
  if (kind === 'malformed') return { payload: { batchItemFailures: [{ itemIdentifier: '' }] }, finished: [] };
  const failed = records[kind % records.length] as EventRecord;
  const isBefore = (number: string) => BigInt(number) < BigInt(failed.dynamodb.SequenceNumber);
  return { payload: failing(failed), finished: numbers.filter(isBefore) };
}

/** Expects the records of a child shard after all records of its parent. */
function inShardOrder(order: Map<string, string[]>, shardOf: (sequenceNumber: string) => string): void {
  for (const [key, numbers] of order) {
    order.set(
      key,
      [...numbers].sort((a, b) => shardOf(a).localeCompare(shardOf(b)) || (BigInt(a) < BigInt(b) ? -1 : 1)),
    );
  }
}
