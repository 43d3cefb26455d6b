import { type EventRecord, type RecordFilter, toEventRecord } from './event-record.ts';
import type { FailureRecord } from './failure-record.ts';
import type { Streams } from './streams.ts';

/**
 * The event to invoke the function with again for a failure record: its payload, or, where a queue carries none
 * as SQS on AWS, every record of its range that passes the filter, read again from the stream. That range may
 * hold more than the batch did: what other lanes were given.
 *
 * @throws RecordsTrimmed when there is no payload and the stream, which keeps records for a day, has lost them
 */
export async function failedEvent(
  failure: FailureRecord,
  streams: Streams,
  filter: RecordFilter,
): Promise<{ Records: readonly EventRecord[] }> {
  if (failure.payload !== undefined) return JSON.parse(failure.payload);
  const { streamArn } = failure.DDBStreamBatchInfo;
  const records = await readRange(failure.DDBStreamBatchInfo, streams).catch(asTrimmed);
  return { Records: records.map((record) => toEventRecord(record, streamArn)).filter(filter) };
}

async function readRange(batch: FailureRecord['DDBStreamBatchInfo'], streams: Streams) {
  const last = BigInt(batch.endSequenceNumber);
  const isInRange = (record: { dynamodb?: { SequenceNumber?: string | undefined } | undefined }) =>
    BigInt(record.dynamodb?.SequenceNumber ?? 0) <= last;
  const records = [];
  let { ShardIterator: iterator } = await streams.getShardIterator({
    StreamArn: batch.streamArn,
    ShardId: batch.shardId,
    ShardIteratorType: 'AT_SEQUENCE_NUMBER',
    SequenceNumber: batch.startSequenceNumber,
  });
  while (iterator !== undefined) {
    const page = await streams.getRecords({ ShardIterator: iterator });
    records.push(...(page.Records ?? []).filter(isInRange));
    const reached = BigInt(page.Records?.at(-1)?.dynamodb?.SequenceNumber ?? 0);
    iterator = reached >= last ? undefined : page.NextShardIterator;
  }
  return records;
}

function asTrimmed(error: Error): never {
  const isTrimmed = error.name === 'TrimmedDataAccessException' || error.name === 'ResourceNotFoundException';
  throw isTrimmed ? new RecordsTrimmed({ cause: error }) : error;
}

/** The stream no longer has the records of a failed batch. */
export class RecordsTrimmed extends Error {
  constructor(options?: ErrorOptions) {
    super('The stream does not have these records any more', options);
    this.name = 'RecordsTrimmed';
  }
}
