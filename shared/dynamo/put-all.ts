import {
  ConditionalCheckFailedException,
  TransactionCanceledException,
  TransactionConflictException,
  TransactionInProgressException,
} from '@aws-sdk/client-dynamodb';
import { PutCommand, type PutCommandInput, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { StoreUnavailable } from '../errors.ts';
import { pause } from '../pause.ts';
import { documents, tableName } from './client.ts';
import type { Key } from './keys.ts';

/** The existing item under the key of a new one; undefined if there is none. */
export type Standing = Record<string, unknown> | undefined;

/** The part of a transaction that fails if there is an item under a key. */
export const absent = (Key: Key) => ({
  ConditionCheck: {
    TableName: tableName,
    Key,
    ConditionExpression: 'attribute_not_exists(pk)',
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
  },
});
export type Absent = ReturnType<typeof absent>;

const ATTEMPTS = 8;

/**
 * Stores items with new keys, all or none: one with a put, more in a transaction. Retries transaction conflicts and
 * throttling with backoff.
 *
 * @param items puts with the condition that the key is new.
 * @param absent checks that other keys have no item, in the same transaction.
 * @returns undefined if all were stored; else nothing was, and for each item and check the existing one under its key.
 * @throws StoreUnavailable if conflicts do not end.
 */
export async function putAll(
  items: { Put: PutCommandInput }[],
  absent: readonly Absent[] = [],
): Promise<Standing[] | undefined> {
  const puts = items.map(({ Put }) => ({ ...Put, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const }));
  const [first] = puts;
  const all = [...puts.map((Put) => ({ Put })), ...absent];
  for (let attempt = 0; first && attempt < ATTEMPTS; attempt++) {
    try {
      if (all.length === 1) await documents.send(new PutCommand(first));
      else await documents.send(new TransactWriteCommand({ TransactItems: all }));
      return undefined;
    } catch (error) {
      const standing = standingInTheWay(error);
      if (standing.some(Boolean)) return standing;
      await jitter(attempt);
    }
  }
  throw new StoreUnavailable();
}

/** The existing items that failed the conditions; empty if a retry may succeed. */
function standingInTheWay(error: unknown): Standing[] {
  if (error instanceof ConditionalCheckFailedException) return [unmarshall(error.Item ?? {})];
  if ((error as Error).cause instanceof TransactionConflictException) return [];
  // The SDK's retry met its first try in progress; on retry the conditions tell whether that stored the items.
  if (error instanceof TransactionInProgressException) return [];
  if (!(error instanceof TransactionCanceledException)) throw error;
  return (error.CancellationReasons ?? []).map(({ Code, Item }) =>
    Code === 'ConditionalCheckFailed' ? unmarshall(Item ?? {}) : undefined,
  );
}

/** Full jitter: at most 25 ms at first, doubling up to 400 ms; together under 2 s. */
const jitter = (attempt: number) => pause(Math.random() * Math.min(400, 25 * 2 ** attempt));
