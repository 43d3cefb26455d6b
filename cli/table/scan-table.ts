import { GetCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { documents, tableName } from '../../shared/dynamo/client.ts';
import type { Key } from '../../shared/dynamo/keys.ts';

/** An item of any kind, with its keys. */
export type Item = Record<string, unknown> & Key;

/** A segment of a parallel scan; each item is in exactly one. */
export interface Segment {
  index: number;
  of: number;
}

/** All segments of a scan with `count` segments. */
export const segmentsOf = (count: number): Segment[] =>
  Array.from({ length: count }, (_, index) => ({ index, of: count }));

/**
 * Scans the table or one segment, page by page (1 MB, or at most `limit` items). The items of a partition are
 * contiguous in one segment.
 *
 * @param options.from resumes after the `next` of an earlier page.
 */
export async function* scanTable(
  options: { from?: Key | undefined; limit?: number; segment?: Segment | undefined } = {},
): AsyncGenerator<{ items: Item[]; next: Key | undefined }> {
  let next = options.from;
  do {
    const { Items = [], LastEvaluatedKey } = await documents.send(
      new ScanCommand({
        TableName: tableName,
        Limit: options.limit,
        ...(options.segment && { Segment: options.segment.index, TotalSegments: options.segment.of }),
        ...(next && { ExclusiveStartKey: next }),
      }),
    );
    next = LastEvaluatedKey as Key | undefined;
    yield { items: Items as Item[], next };
  } while (next);
}

/** An item of any kind, strongly consistent. */
export async function getItem({ pk, sk }: Key): Promise<Item | undefined> {
  const { Item } = await documents.send(
    new GetCommand({ TableName: tableName, Key: { pk, sk }, ConsistentRead: true }),
  );
  return Item as Item | undefined;
}
