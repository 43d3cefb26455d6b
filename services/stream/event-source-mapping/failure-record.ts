import { randomUUID } from 'node:crypto';
import type { Answer } from './answer.ts';
import { arrivalOf, type Entry } from './entry.ts';

/**
 * What the on-failure destination receives of a batch that was given up. The fields are those of the service.
 * `payload`, the whole event, is what the service adds for an S3 destination; an SQS queue on AWS gets the rest
 * only, so a reader must be able to do without it.
 */
export interface FailureRecord {
  readonly requestContext: {
    readonly requestId: string;
    readonly functionArn: string;
    readonly condition: FailureCondition;
    readonly approximateInvokeCount: number;
  };
  /** Null if the function was never invoked with the batch. */
  readonly responseContext: {
    readonly statusCode: number;
    readonly executedVersion: string;
    readonly functionError: string | null;
  } | null;
  readonly version: '1.0';
  readonly timestamp: string;
  readonly DDBStreamBatchInfo: {
    readonly shardId: string;
    readonly startSequenceNumber: string;
    readonly endSequenceNumber: string;
    readonly approximateArrivalOfFirstRecord: string;
    readonly approximateArrivalOfLastRecord: string;
    readonly batchSize: number;
    readonly streamArn: string;
  };
  readonly payload?: string;
}

export type FailureCondition = 'RetryAttemptsExhausted' | 'RecordAgeExceeded';

export function failureRecord(failure: FailedBatch): FailureRecord {
  const { entries, answer } = failure;
  return {
    requestContext: {
      requestId: randomUUID(),
      functionArn: failure.functionArn,
      condition: failure.condition,
      approximateInvokeCount: failure.invocations,
    },
    responseContext: answer
      ? {
          statusCode: answer.statusCode,
          executedVersion: answer.executedVersion ?? '$LATEST',
          functionError: answer.functionError ?? null,
        }
      : null,
    version: '1.0',
    timestamp: new Date().toISOString(),
    DDBStreamBatchInfo: batchInfo(failure),
    payload: JSON.stringify({ Records: entries.map((entry) => entry.record) }),
  };
}

function batchInfo({ entries, shardId, streamArn }: FailedBatch): FailureRecord['DDBStreamBatchInfo'] {
  const inOrder = [...entries].sort((a, b) => (a.sequence < b.sequence ? -1 : 1));
  const first = inOrder[0] as Entry;
  const last = inOrder.at(-1) as Entry;
  return {
    shardId,
    startSequenceNumber: first.sequenceNumber,
    endSequenceNumber: last.sequenceNumber,
    approximateArrivalOfFirstRecord: wholeSeconds(arrivalOf(first)),
    approximateArrivalOfLastRecord: wholeSeconds(arrivalOf(last)),
    batchSize: entries.length,
    streamArn,
  };
}

const wholeSeconds = (time: number) => new Date(time).toISOString().replace('.000Z', 'Z');

interface FailedBatch {
  readonly entries: readonly Entry[];
  readonly shardId: string;
  readonly streamArn: string;
  readonly functionArn: string;
  readonly condition: FailureCondition;
  readonly invocations: number;
  readonly answer: Answer | undefined;
}
