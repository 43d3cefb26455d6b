import type { Entry } from './entry.ts';

/**
 * Names the item that a record is about. The service promises order for an item, partition and sort key
 * together, not for a partition key. Keeping more order than it does would hide what may go wrong there.
 */
export function itemOf(entry: Entry): string {
  const keys = Object.entries(entry.record.dynamodb.Keys);
  return JSON.stringify(keys.sort(([a], [b]) => (a < b ? -1 : 1)));
}
