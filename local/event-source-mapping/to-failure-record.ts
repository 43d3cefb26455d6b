import { randomUUID } from 'node:crypto';
import type { FailureCondition, FailureRecord } from '../../shared/lambda-stream/failure-record.ts';
import type { Answer } from './answer.ts';
import { arrivalOf, type Entry } from './entry.ts';

export function toFailureRecord(failure: FailedBatch): FailureRecord {
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
