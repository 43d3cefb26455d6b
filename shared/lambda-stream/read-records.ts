import type { DynamoDBRecord } from 'aws-lambda';
import { logFailure } from '../log.ts';

/** What a record tells, with the number by which the record is reported as failed. */
export interface ReadRecord<What> {
  sequenceNumber: string;
  what: What;
}

/**
 * Reads the records of a batch. One that is unreadable is logged, and does not affect the others.
 *
 * @param name the function that logs.
 * @param read throws for an unreadable record.
 */
export function readRecords<What>(
  name: string,
  records: readonly DynamoDBRecord[],
  read: (record: DynamoDBRecord) => What,
): { read: ReadRecord<What>[]; unreadable: string[] } {
  const all: { read: ReadRecord<What>[]; unreadable: string[] } = { read: [], unreadable: [] };
  for (const record of records) {
    const sequenceNumber = record.dynamodb?.SequenceNumber ?? '';
    try {
      all.read.push({ sequenceNumber, what: read(record) });
    } catch (error) {
      all.unreadable.push(sequenceNumber);
      logFailure(name, sequenceNumber, error);
    }
  }
  return all;
}

/** Does the work of some records. @returns all of them, to be reported as failed, if it fails; it is logged under `subject`. */
export async function attempt(
  name: string,
  subject: string,
  records: readonly ReadRecord<unknown>[],
  work: () => Promise<void>,
): Promise<string[]> {
  try {
    await work();
    return [];
  } catch (error) {
    logFailure(name, subject, error);
    return records.map(({ sequenceNumber }) => sequenceNumber);
  }
}
