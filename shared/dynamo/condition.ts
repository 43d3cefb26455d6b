import { ConditionalCheckFailedException, TransactionConflictException } from '@aws-sdk/client-dynamodb';

/** How often a write over a version that was read is tried again when others are faster. */
export const MOST_ROUNDS = 10;

/** Does a conditional write. Returns whether its condition held; if not, nothing was written. */
export async function holds(write: () => Promise<unknown>): Promise<boolean> {
  try {
    await write();
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

/**
 * Does a write over a version that was read. Returns false, and nothing was written, if somebody else was faster or
 * has the item in a transaction at this moment: then it has to be read again.
 */
export async function wins(write: () => Promise<unknown>): Promise<boolean> {
  try {
    return await holds(write);
  } catch (error) {
    if ((error as Error).cause instanceof TransactionConflictException) return false;
    throw error;
  }
}
