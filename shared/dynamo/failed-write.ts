import {
  type AttributeValue,
  ConditionalCheckFailedException,
  TransactionCanceledException,
} from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { itemBytes, writeUnits } from './item-size.ts';

/**
 * What DynamoDB charges for a write whose condition did not hold; undefined if the call failed otherwise. The error does
 * not say it. The documentation does: the units of the larger of the item that is there and the one that was sent,
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html
 *
 * Of an item that the error does not carry, one unit is counted. A cancelled transaction counts as if it had been
 * done, without its indexes: what it is charged is documented nowhere, and it is no more than that.
 */
export function unitsOfFailedWrite(input: object, error: unknown): number | undefined {
  if (error instanceof ConditionalCheckFailedException) return unitsOf(input, error);
  if (!(error instanceof TransactionCanceledException)) return undefined;
  const { TransactItems = [] } = input as { TransactItems?: object[] };
  const { CancellationReasons: reasons = [] } = error;
  return TransactItems.reduce((sum, item, index) => {
    const [write] = Object.values(item);
    return sum + 2 * unitsOf(write, reasons[index] ?? {});
  }, 0);
}

interface Write {
  Item?: Record<string, unknown>;
}

interface Refusal {
  Item?: Record<string, AttributeValue> | undefined;
}

function unitsOf({ Item: sent = {} }: Write, { Item: stored = {} }: Refusal): number {
  return writeUnits(Math.max(itemBytes(sent), itemBytes(unmarshall(stored))));
}
