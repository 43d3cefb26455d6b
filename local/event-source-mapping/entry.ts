import type { EventRecord } from '../../shared/lambda-stream/event-record.ts';

/** A record on its way through the mapping. */
export interface Entry {
  readonly record: EventRecord;
  readonly sequenceNumber: string;
  /** The same as a number that can be compared. */
  readonly sequence: bigint;
  /** Of its JSON. */
  readonly bytes: number;
}

export function toEntry(record: EventRecord): Entry {
  const sequenceNumber = record.dynamodb.SequenceNumber;
  const bytes = Buffer.byteLength(JSON.stringify(record));
  return { record, sequenceNumber, sequence: BigInt(sequenceNumber), bytes };
}

/** When the record was written, in milliseconds, as the stream tells it: rounded down. */
export const arrivalOf = (entry: Entry) => entry.record.dynamodb.ApproximateCreationDateTime * 1000;

/**
 * The latest time, in milliseconds, at which a record can have been written that the stream says arrived at `told`:
 * it tells whole seconds, DynamoDB Local whole minutes.
 */
export const writtenBy = (told: number) => told + (told % 60_000 === 0 ? 60_000 : 1_000) - 1;
