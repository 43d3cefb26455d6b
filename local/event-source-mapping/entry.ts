import type { EventRecord } from '../../shared/lambda-stream/event-record.ts';

/** A record on its way through the mapping. */
export interface Entry {
  readonly record: EventRecord;
  readonly sequenceNumber: string;
  /** The sequence number as a comparable number. */
  readonly sequence: bigint;
  /** Size of its JSON. */
  readonly bytes: number;
}

export function toEntry(record: EventRecord): Entry {
  const sequenceNumber = record.dynamodb.SequenceNumber;
  const bytes = Buffer.byteLength(JSON.stringify(record));
  return { record, sequenceNumber, sequence: BigInt(sequenceNumber), bytes };
}

/** When the record was written, in milliseconds, rounded down by the stream. */
export const arrivalOf = (entry: Entry) => entry.record.dynamodb.ApproximateCreationDateTime * 1000;

/**
 * The latest possible write time, in milliseconds, of a record whose rounded time is `told`: streams round down to
 * seconds, DynamoDB Local to minutes.
 */
export const writtenBy = (told: number) => told + (told % 60_000 === 0 ? 60_000 : 1_000) - 1;
