import type { FailureCondition, FailureRecord } from '../../shared/lambda-stream/failure-record.ts';
import { type Answer, type Outcome, readAnswer } from './answer.ts';
import { arrivalOf, type Entry, writtenBy } from './entry.ts';
import { Crash, FunctionNotInvoked } from './errors.ts';
import type { Faults } from './faults.ts';
import type { MappingSettings } from './settings.ts';
import { toFailureRecord } from './to-failure-record.ts';

/**
 * Processes a batch of one lane until every record is done, or its batch is abandoned and recorded at the on-failure
 * destination. It blocks the lane until then.
 */
export async function processBatch(entries: readonly Entry[], context: BatchContext): Promise<void> {
  const deliveries = context.faults.deliver?.(entries) ?? [entries];
  let work = deliveries.map((delivery): Batch => ({ entries: delivery, retries: 0, invocations: 0 }));
  while (work.length > 0 && !context.hasEnded()) {
    const [batch, ...later] = work as [Batch, ...Batch[]];
    work = [...(await attempt(batch, context)), ...later];
  }
}

export interface BatchContext {
  readonly settings: MappingSettings;
  readonly streamArn: string;
  readonly functionArn: string;
  readonly shardId: string;
  readonly faults: Faults;
  readonly invoke: (event: { Records: readonly unknown[] }) => Promise<Answer>;
  readonly onFailure: ((failure: FailureRecord) => Promise<void>) | undefined;
  /** Milliseconds to wait before try number `tries + 1`. */
  readonly backoff: (tries: number) => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
  readonly hasEnded: () => boolean;
  readonly done: (entries: readonly Entry[]) => void;
  readonly log: (line: string) => void;
}

interface Batch {
  readonly entries: readonly Entry[];
  /** Retries used so far; a split is not a retry. */
  readonly retries: number;
  readonly invocations: number;
  /** Consecutive tries that did not reach the function. */
  readonly missed?: number;
  readonly answer?: Answer;
}

/** Tries a batch once; returns the batches left to try, in order. */
async function attempt(batch: Batch, context: BatchContext): Promise<readonly Batch[]> {
  const young = await withoutTooOld(batch, context);
  if (young.entries.length === 0) return [];
  const answer = await invokeOnce(young.entries, context);
  if (answer === 'not invoked') return waitToReach(young, context);
  const outcome = readAnswer(young.entries, answer, context.settings.reportBatchItemFailures);
  const left = new Set(outcome.left);
  context.done(young.entries.filter((entry) => !left.has(entry)));
  if (outcome.left.length === 0) return [];
  return retry({ ...young, missed: 0, invocations: young.invocations + 1, answer }, outcome, context);
}

async function invokeOnce(entries: readonly Entry[], context: BatchContext): Promise<Answer | 'not invoked'> {
  try {
    await context.faults.beforeInvoke?.(entries);
    if (context.hasEnded()) return 'not invoked';
  } catch (error) {
    return refuseCrash(error, 'not invoked');
  }
  try {
    const answer = await context.invoke({ Records: entries.map((entry) => entry.record) });
    const then = await context.faults.afterInvoke?.(entries, answer);
    return then === 'redeliver' ? invokeOnce(entries, context) : answer;
  } catch (error) {
    if (error instanceof FunctionNotInvoked) return 'not invoked';
    return refuseCrash(error, { statusCode: 500, functionError: 'Unhandled', payload: undefined });
  }
}

function refuseCrash<T>(error: unknown, otherwise: T): T {
  if (error instanceof Crash) throw error;
  return otherwise;
}

/**
 * Waits after a try that did not reach the function. Uses no retry: tries until the function runs or the records are
 * too old.
 */
async function waitToReach(batch: Batch, context: BatchContext): Promise<readonly Batch[]> {
  const missed = batch.missed ?? 0;
  if (missed === 0) context.log('the function could not be reached; retrying');
  await context.sleep(context.backoff(missed));
  return [{ ...batch, missed: missed + 1 }];
}

async function retry(batch: Batch, outcome: Outcome, context: BatchContext): Promise<readonly Batch[]> {
  const { bisectBatchOnFunctionError: bisect, maximumRetryAttempts: limit } = context.settings;
  const left = { ...batch, entries: outcome.left };
  if (bisect && outcome.isPartial && left.entries.length < batch.entries.length) return [left];
  if (bisect && !outcome.isPartial && left.entries.length > 1) return halves(left);
  if (limit >= 0 && batch.retries >= limit) {
    await giveUp(left, 'RetryAttemptsExhausted', context);
    return [];
  }
  await context.sleep(context.backoff(batch.retries));
  return [{ ...left, retries: batch.retries + 1 }];
}

function halves(batch: Batch): readonly Batch[] {
  const middle = Math.ceil(batch.entries.length / 2);
  return [
    { ...batch, entries: batch.entries.slice(0, middle) },
    { ...batch, entries: batch.entries.slice(middle) },
  ];
}

async function withoutTooOld(batch: Batch, context: BatchContext): Promise<Batch> {
  const limit = context.settings.maximumRecordAgeInSeconds;
  if (limit < 0) return batch;
  const oldest = Date.now() - limit * 1000;
  const isTooOld = (entry: Entry) => writtenBy(arrivalOf(entry)) < oldest;
  const tooOld = batch.entries.filter(isTooOld);
  if (tooOld.length === 0) return batch;
  await giveUp({ ...batch, entries: tooOld }, 'RecordAgeExceeded', context);
  return { ...batch, entries: batch.entries.filter((entry) => !isTooOld(entry)) };
}

/** Abandons a batch. Its records are done only once the destination has stored them. */
async function giveUp(batch: Batch, condition: FailureCondition, context: BatchContext): Promise<void> {
  const { shardId, streamArn, functionArn } = context;
  const failure = toFailureRecord({
    ...batch,
    answer: batch.answer,
    condition,
    shardId,
    streamArn,
    functionArn,
  });
  context.log(`gave up ${batch.entries.length} records of ${shardId}: ${condition}`);
  for (let tries = 0; context.onFailure && !context.hasEnded(); tries += 1) {
    const sent = await context.onFailure(failure).then(
      () => true,
      () => false,
    );
    if (sent) break;
    await context.sleep(context.backoff(tries));
  }
  if (!context.hasEnded()) context.done(batch.entries);
}
