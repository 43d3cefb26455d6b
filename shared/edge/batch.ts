import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { clockMs } from '../clock.ts';
import { logBatch } from '../log.ts';
import { metered } from './metering.ts';

/**
 * The Lambda handler of a function on the table's stream; logs one line per batch.
 *
 * @param work handles a batch; it never throws, and returns the sequence numbers of failed records. The mapping retries
 * from the lowest.
 */
export function serveBatch(operation: string, work: (records: DynamoDBRecord[]) => Promise<string[]>) {
  return ({ Records }: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> =>
    metered(async (consumption) => {
      const started = clockMs();
      const failed = new Set(await work(Records));
      logBatch({
        operation,
        records: Records.length,
        failed: failed.size,
        milliseconds: clockMs() - started,
        read_units: consumption.readUnits,
        write_units: consumption.writeUnits,
        failed_writes: consumption.failedWrites,
      });
      return { batchItemFailures: [...failed].map((itemIdentifier) => ({ itemIdentifier })) };
    }, operation);
}
