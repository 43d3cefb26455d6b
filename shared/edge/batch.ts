import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { logBatch } from '../log.ts';
import { metered } from './metering.ts';

/**
 * The Lambda handler of one function that follows the table's stream, with one line in the log for each batch.
 *
 * @param work does a batch; it throws nothing, and returns the sequence numbers of the records that failed. The
 *   mapping tries again from the lowest of them.
 */
export function serveBatch(operation: string, work: (records: DynamoDBRecord[]) => Promise<string[]>) {
  return ({ Records }: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> =>
    metered(async (consumption) => {
      const started = performance.now();
      const failed = new Set(await work(Records));
      logBatch({
        operation,
        records: Records.length,
        failed: failed.size,
        milliseconds: performance.now() - started,
        read_units: consumption.readUnits,
        write_units: consumption.writeUnits,
        failed_writes: consumption.failedWrites,
      });
      return { batchItemFailures: [...failed].map((itemIdentifier) => ({ itemIdentifier })) };
    }, operation);
}
