import { setTimeout as pause } from 'node:timers/promises';
import { ConditionalCheckFailedException, TransactionConflictException } from '@aws-sdk/client-dynamodb';
import { PutCommand, type PutCommandInput } from '@aws-sdk/lib-dynamodb';
import { documents } from './client.ts';

/** How often a write over a version that was read is tried again when others are faster. */
export const MAX_ROUNDS = 10;

const JITTER_FROM_ROUND = 2;
const MAX_JITTER_MS = 100;

/** Lets others finish after several lost races on one item: full jitter, so that they do not meet again at once. */
export async function pauseAfterRound(round: number): Promise<void> {
  if (round >= JITTER_FROM_ROUND) await pause(Math.random() * Math.min(MAX_JITTER_MS, 5 * 2 ** round));
}

/**
 * Stores an item whose key is not taken yet.
 *
 * @param item as `newMessage`, `newRow` or `newReceipt` make it for a transaction: a put with that condition.
 * @returns whether it was stored; false if the key is taken, and then nothing was written.
 */
export function putIfAbsent({ Put }: { Put: PutCommandInput }): Promise<boolean> {
  return writeIfConditionHolds(() => documents.send(new PutCommand(Put)));
}

/**
 * Does a write over a version that was read.
 *
 * @returns whether it was done; false if somebody else was faster or has the item in a transaction at this moment.
 *   Then nothing was written, and the item has to be read again.
 */
export async function writeIfUnchanged(write: () => Promise<unknown>): Promise<boolean> {
  try {
    return await writeIfConditionHolds(write);
  } catch (error) {
    if ((error as Error).cause instanceof TransactionConflictException) return false;
    throw error;
  }
}

/**
 * Does a write that has a condition of its own.
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
