import type { Entry } from './entry.ts';

/**
 * The key of a record's item. The service guarantees order per item (partition and sort key), not per partition key.
 * A stricter order here would hide bugs that appear on AWS.
 */
export function itemOf(entry: Entry): string {
  const keys = Object.entries(entry.record.dynamodb.Keys);
  return JSON.stringify(keys.sort(([a], [b]) => (a < b ? -1 : 1)));
}
