import {
  ConditionalCheckFailedException,
  TransactionCanceledException,
  TransactionConflictException,
  TransactionInProgressException,
} from '@aws-sdk/client-dynamodb';
import { PutCommand, type PutCommandInput, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { StoreUnavailable } from '../errors.ts';
import { documents } from './client.ts';

/** What already has the key of an item that was to be stored, as it stands there; undefined if nothing does. */
export type Standing = Record<string, unknown> | undefined;

const ATTEMPTS = 8;

/**
 * Stores items whose keys are not taken yet, all or none: one with a put, more in a transaction. A conflict with another
 * transaction or a throttle is retried in place.
 *
 * @param items puts with the condition that nothing has their key.
 * @returns for each item what has its key already, and then nothing was stored; undefined when all were stored.
 * @throws StoreUnavailable if conflicts do not end.
 */
export async function putAll(items: { Put: PutCommandInput }[]): Promise<Standing[] | undefined> {
  const puts = items.map(({ Put }) => ({ ...Put, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const }));
  const [first, ...more] = puts;
  for (let attempt = 0; first && attempt < ATTEMPTS; attempt++) {
    try {
      if (more.length === 0) await documents.send(new PutCommand(first));
      else await documents.send(new TransactWriteCommand({ TransactItems: puts.map((Put) => ({ Put })) }));
      return undefined;
    } catch (error) {
      const standing = standingInTheWay(error);
      if (standing.some(Boolean)) return standing;
      await jitter(attempt);
    }
  }
  throw new StoreUnavailable();
}

/** What failed the conditions; nothing if the same may be tried again. */
function standingInTheWay(error: unknown): Standing[] {
  if (error instanceof ConditionalCheckFailedException) return [unmarshall(error.Item ?? {})];
  if ((error as Error).cause instanceof TransactionConflictException) return [];
  // The client's own retry met its first try at work. Whether that stored the items, the conditions will tell.
  if (error instanceof TransactionInProgressException) return [];
  if (!(error instanceof TransactionCanceledException)) throw error;
  return (error.CancellationReasons ?? []).map(({ Code, Item }) =>
    Code === 'ConditionalCheckFailed' ? unmarshall(Item ?? {}) : undefined,
  );
}

/** Full jitter: at most 25 ms at first, doubling up to 400 ms; together under 2 s. */
function jitter(attempt: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.random() * Math.min(400, 25 * 2 ** attempt)));
}
