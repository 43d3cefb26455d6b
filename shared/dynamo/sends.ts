import { TransactionCanceledException, TransactionInProgressException } from '@aws-sdk/client-dynamodb';
import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { StoreUnavailable } from '../errors.ts';
import { documents } from './client.ts';
import { putIfAbsent } from './condition.ts';
import { type MessageGroupRow, newRow } from './message-groups.ts';
import { getMessage, newMessage, type StoredMessage } from './messages.ts';
import { getReceipt, newReceipt, type Receipt } from './receipts.ts';

/** What one send stores, all of it or nothing. */
export interface Send {
  message: StoredMessage;
  /** Makes the send repeatable: the same key stores one message, forever. */
  receipt?: Receipt | undefined;
  /** The rows of a message group that may not exist yet, by member uuid. */
  rows?: Record<string, MessageGroupRow> | undefined;
}

/**
 * Stores a message exactly once.
 *
 * @returns the message that is stored under the send's idempotency key, be it this one or an earlier one;
 *   `rows` says whether the given rows were stored now, or not, or by an earlier try, who knows with which names.
 * @throws IdempotencyKeyReused if the key belongs to another request.
 * @throws StoreUnavailable if the outcome is unknown or conflicts do not end. With a receipt, repeating is safe.
 */
export async function storeMessage(
  send: Send,
): Promise<{ message: StoredMessage; rows: 'stored' | 'not stored' | 'unknown' }> {
  const { message, receipt, rows } = send;
  const first = await write(send);
  const last = first === 'group_exists' ? await write({ message, receipt }) : first;
  return {
    message: last === 'repeated' ? await findRepeated(receipt as Receipt) : message,
    rows: rows ? rowsAfter[first] : 'not stored',
  };
}

type Outcome = 'written' | 'repeated' | 'group_exists';

const rowsAfter = { written: 'stored', group_exists: 'not stored', repeated: 'unknown' } as const;

async function write({ message, receipt, rows = {} }: Send): Promise<Outcome> {
  const receipts = receipt ? [newReceipt(receipt)] : [];
  const newRows = Object.entries(rows).map(([member, row]) => newRow(member, row));
  if (receipts.length + newRows.length === 0) return putAlone(message);
  const failed = await transact([...receipts, ...newRows, newMessage(message)]);
  // Nobody else stores this message: an earlier try, of which nothing was told, has done all of it.
  if (failed.at(-1)) return 'written';
  if (failed.slice(0, receipts.length).some(Boolean)) return 'repeated';
  return failed.slice(receipts.length, -1).some(Boolean) ? 'group_exists' : 'written';
}

/** Without a receipt one put is enough. The uuid is new, so a failed condition means that the client repeated itself. */
async function putAlone(message: StoredMessage): Promise<'written'> {
  await putIfAbsent(newMessage(message));
  return 'written';
}

type TransactItems = NonNullable<ConstructorParameters<typeof TransactWriteCommand>[0]['TransactItems']>;

const TRANSACTION_ATTEMPTS = 8;

/**
 * Runs a transaction; a cancellation without a failed condition (a conflict, a throttle) is retried in place.
 *
 * @returns for each item whether its condition failed; all false when the transaction was done.
 */
async function transact(items: TransactItems): Promise<boolean[]> {
  for (let attempt = 0; attempt < TRANSACTION_ATTEMPTS; attempt++) {
    try {
      await documents.send(new TransactWriteCommand({ TransactItems: items }));
      return items.map(() => false);
    } catch (error) {
      const failed = failedConditions(error);
      if (failed.some(Boolean)) return failed;
      await jitter(attempt);
    }
  }
  throw new StoreUnavailable();
}

/** For each item whether its condition failed; none of them if the transaction may be run again. */
function failedConditions(error: unknown): boolean[] {
  // The client's own retry met its first try at work. Whether that stores the message, the conditions will tell.
  if (error instanceof TransactionInProgressException) return [];
  if (!(error instanceof TransactionCanceledException)) throw error;
  return (error.CancellationReasons ?? []).map(({ Code }) => Code === 'ConditionalCheckFailed');
}

/** Full jitter: at most 25 ms at first, doubling up to 400 ms; together under 2 s. */
function jitter(attempt: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.random() * Math.min(400, 25 * 2 ** attempt)));
}

/** The receipt and its message were written together, so that one without the other cannot be. */
async function findRepeated(receipt: Receipt): Promise<StoredMessage> {
  const found = await getReceipt(receipt);
  const message = found && (await getMessage(found.message_group_uuid, found.message_sk));
  if (!message) throw new StoreUnavailable();
  return message;
}
