import type { Entry } from './entry.ts';

/** The answer of an invocation. */
export interface Answer {
  readonly statusCode: number;
  /** Set if the function threw or ran out of time. */
  readonly functionError?: string | undefined;
  readonly executedVersion?: string | undefined;
  readonly payload: unknown;
}

/** The result of a batch, as read from its answer. */
export interface Outcome {
  /** The records to retry, in order. */
  readonly left: readonly Entry[];
  /** Whether the answer reported the first of them; otherwise the whole batch failed. */
  readonly isPartial: boolean;
}

/**
 * Reads an answer as the service does: a batch succeeds, fails from the lowest reported sequence number on, or fails
 * as a whole. A report that is malformed or names a record outside of the batch fails the whole batch.
 */
export function readAnswer(
  batch: readonly Entry[],
  answer: Answer,
  reportBatchItemFailures: boolean,
): Outcome {
  const success = { left: [], isPartial: false };
  const failure = { left: batch, isPartial: false };
  if (answer.functionError !== undefined) return failure;
  if (!reportBatchItemFailures || isEmpty(answer.payload)) return success;
  if (typeof answer.payload !== 'object' || Array.isArray(answer.payload)) return failure;
  const { batchItemFailures } = answer.payload as { batchItemFailures?: unknown };
  if (isEmpty(batchItemFailures)) return success;
  if (!Array.isArray(batchItemFailures)) return failure;
  const bySequenceNumber = new Map<unknown, Entry>(batch.map((entry) => [entry.sequenceNumber, entry]));
  const failed = batchItemFailures.map((item) => bySequenceNumber.get(item?.itemIdentifier));
  if (failed.includes(undefined)) return failure;
  return failed.length === 0 ? success : { left: fromLowest(batch, failed as Entry[]), isPartial: true };
}

const isEmpty = (payload: unknown) => payload === null || payload === undefined || payload === '';

function fromLowest(batch: readonly Entry[], failed: readonly Entry[]): readonly Entry[] {
  const lowest = failed.reduce((low, entry) => (entry.sequence < low.sequence ? entry : low));
  return batch.filter((entry) => entry.sequence >= lowest.sequence);
}
