import type { EventRecord } from './event-record.ts';

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

/** When the record was written, in milliseconds; the stream tells whole seconds. */
export const arrivalOf = (entry: Entry) => entry.record.dynamodb.ApproximateCreationDateTime * 1000;
