import { GetCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { documents, tableName } from '../../shared/dynamo/client.ts';
import type { Key } from '../../shared/dynamo/keys.ts';

/** An item of any kind, with its keys. */
export type Item = Record<string, unknown> & Key;

/** One of several parts of a table, of which each item is in one. */
export interface Segment {
  index: number;
  of: number;
}

/** As many segments as are wanted. */
export const segmentsOf = (count: number): Segment[] =>
  Array.from({ length: count }, (_, index) => ({ index, of: count }));

/**
 * Every item of the table or of one of its segments, page by page, as DynamoDB cuts them (1 MB) or of at most `limit`
 * items. The items of a partition follow one another in one segment.
 *
 * @param options.from goes on behind the `next` of a page that was read before.
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
