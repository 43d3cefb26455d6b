import {
  ConditionalCheckFailedException,
  TransactionCanceledException,
  TransactionConflictException,
  TransactionInProgressException,
} from '@aws-sdk/client-dynamodb';
import { PutCommand, type PutCommandInput } from '@aws-sdk/lib-dynamodb';
import { StoreUnavailable } from '../errors.ts';
import { pause } from '../pause.ts';
import { documents } from './client.ts';

/** Retries of an optimistic write that loses the race. */
export const MAX_ROUNDS = 10;

const JITTER_FROM_ROUND = 2;
const MAX_JITTER_MS = 100;

/**
 * Repeats an optimistic write after lost races.
 *
 * @param attempt reads, and writes over what it read; undefined after a lost race.
 * @throws StoreUnavailable if every one of MAX_ROUNDS races is lost.
 */
export async function untilWritten<Result>(attempt: () => Promise<Result | undefined>): Promise<Result> {
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const result = await attempt();
    if (result !== undefined) return result;
    await pauseAfterRound(round);
  }
  throw new StoreUnavailable();
}

/** Lets others finish after several lost races on one item: full jitter, so that they do not meet again at once. */
async function pauseAfterRound(round: number): Promise<void> {
  if (round >= JITTER_FROM_ROUND) await pause(Math.random() * Math.min(MAX_JITTER_MS, 5 * 2 ** round));
}

/**
 * Stores an item whose key is not taken yet.
 *
 * @param item a conditional put as made by `newMessage`, `newRow` or `newReceipt`.
 * @returns whether it was stored; false if the key is taken, and then nothing was written.
 */
export function putIfAbsent({ Put }: { Put: PutCommandInput }): Promise<boolean> {
  return writeIfConditionHolds(() => documents.send(new PutCommand(Put)));
}

/**
 * Runs a write or a transaction with optimistic locking: its condition is the version that was read.
 *
 * @returns whether it was done; false after a lost race or a conflict with a transaction. Then read the item again: it
 * tells whether the SDK's first try, whose answer was lost, has done it.
 */
export async function writeIfUnchanged(write: () => Promise<unknown>): Promise<boolean> {
  try {
    return await writeIfConditionHolds(write);
  } catch (error) {
    if ((error as Error).cause instanceof TransactionConflictException) return false;
    if (error instanceof TransactionCanceledException) return false;
    if (error instanceof TransactionInProgressException) return false;
    throw error;
  }
}

/**
 * Runs a write with another condition.
 *
 * @returns whether it was done; false if its condition does not hold, and then nothing was written.
 */
export async function writeIfConditionHolds(write: () => Promise<unknown>): Promise<boolean> {
  try {
    await write();
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
