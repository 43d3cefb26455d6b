import {
  BatchWriteCommand,
  type BatchWriteCommandInput,
  type BatchWriteCommandOutput,
} from '@aws-sdk/lib-dynamodb';
import { documents, tableName } from '../shared/dynamo/client.ts';
import { StoreUnavailable } from '../shared/errors.ts';

const AT_ONCE = 8;
const BATCH = 25;

/**
 * Bulk-loads items into the table with batch writes.
 *
 * @param itemAt makes the n-th of `count` items.
 * @param progress is called after every tenth of the items.
 */
export async function loadItems(
  count: number,
  itemAt: (n: number) => Record<string, unknown>,
  progress: (done: number) => void,
): Promise<void> {
  let next = 0;
  let done = 0;
  const worker = async () => {
    while (next < count) {
      const start = next;
      next = Math.min(count, next + BATCH);
      await writeBatch(Array.from({ length: next - start }, (_, index) => itemAt(start + index)));
      const before = Math.floor((10 * done) / count);
      done += BATCH;
      if (count >= 100_000 && Math.floor((10 * done) / count) > before) progress(Math.min(done, count));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

async function writeBatch(items: Record<string, unknown>[]): Promise<void> {
  let left: BatchWriteCommandInput['RequestItems'] = {
    [tableName]: items.map((Item) => ({ PutRequest: { Item } })),
  };
  while (left && Object.keys(left).length > 0) {
    try {
      const sent = new BatchWriteCommand({ RequestItems: left });
      const answer: BatchWriteCommandOutput = await documents.send(sent);
      left = answer.UnprocessedItems;
    } catch (error) {
      // The engine was busy for longer than a function would wait. A put is idempotent, so retry.
      if (!(error instanceof StoreUnavailable)) throw error;
    }
  }
}
