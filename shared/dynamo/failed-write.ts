import {
  type AttributeValue,
  ConditionalCheckFailedException,
  TransactionCanceledException,
} from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { itemBytes, writeUnits } from './item-size.ts';

/**
 * Write units of a write whose condition failed; undefined if the call failed otherwise. The error does not have them;
 * the documentation says: the larger of the existing item and the sent one,
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html
 *
 * An item that the error does not carry counts as one unit. A cancelled transaction counts as if done, without indexes:
 * its charge is undocumented, and this is the upper bound.
 */
export function unitsOfFailedWrite(input: object, error: unknown): number | undefined {
  if (error instanceof ConditionalCheckFailedException) return unitsOf(input, error);
  if (!(error instanceof TransactionCanceledException)) return undefined;
  const { TransactItems = [] } = input as { TransactItems?: object[] };
  const { CancellationReasons: reasons = [] } = error;
  if (!reasons.some(({ Code = '' }) => charged.has(Code))) return undefined;
  return TransactItems.reduce((sum, item, index) => {
    const [write] = Object.values(item);
    return sum + 2 * unitsOf(write, reasons[index] ?? {});
  }, 0);
}

/** Reasons of a cancelled transaction that had looked at its items; one that is not valid had not. */
const charged = new Set(['ConditionalCheckFailed', 'TransactionConflict']);

interface Write {
  Item?: Record<string, unknown>;
}

interface Refusal {
  Item?: Record<string, AttributeValue> | undefined;
}

function unitsOf({ Item: sent = {} }: Write, { Item: stored = {} }: Refusal): number {
  return writeUnits(Math.max(itemBytes(sent), itemBytes(unmarshall(stored))));
}
