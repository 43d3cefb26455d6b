import { appendFileSync } from 'node:fs';
import { documents } from '../shared/dynamo/client.ts';
import { currentOperation } from '../shared/edge/metering.ts';

/** If set, every call of the tests' functions is recorded in this file (`npm run check:aws`). */
const file = process.env.CRUDDUR_RECORD_CALLS;

recordCalls();

/** Records the calls to the connected table; a test that connects another table calls it again. */
export function recordCalls(): void {
  if (!file) return;
  documents.middlewareStack.add(
    (next, { commandName = '' }) =>
      (call) => {
        recordCall(file, commandName, call.input);
        return next(call);
      },
    { step: 'initialize', name: 'cruddurRecord' },
  );
}

/** One call as IAM sees it. A transaction or a batch counts as one call per item. */
export interface RecordedCall {
  /** The calling function, by its name in the metrics. */
  operation: string;
  /** For example `dynamodb:GetItem`. */
  action: string;
  /** The index read, or '' for the table itself. */
  index: string;
  /** The prefix of the partition key, such as `GRP#`: the kind of item, never which one. */
  kind: string;
}

/**
 * Appends the IAM needs of a call to the file, for the least-privilege test, which compares rights with calls. Skips
 * calls outside an operation, such as a test's own.
 */
function recordCall(file: string, commandName: string, input: object): void {
  const operation = currentOperation();
  if (!operation) return;
  const lines = items(commandName, { ...input }).map(([action, item]) => {
    const call: RecordedCall = { operation, action, index: String(item.IndexName ?? ''), kind: kindOf(item) };
    return `${JSON.stringify(call)}\n`;
  });
  appendFileSync(file, lines.join(''));
}

function items(commandName: string, input: Record<string, unknown>): [string, Record<string, unknown>][] {
  const action = commandName.replace(/Command$/, '');
  if (action === 'BatchGetItem') {
    const tables = Object.values(input.RequestItems as Record<string, { Keys: object[] }>);
    return tables.flatMap(({ Keys }) => Keys).map((Key) => [`dynamodb:${action}`, { Key }]);
  }
  if (action !== 'TransactWriteItems') return [[`dynamodb:${action}`, input]];
  const parts = (input.TransactItems as Record<string, Record<string, unknown>>[]).flatMap(Object.entries);
  return parts.map(([kind, item]) => [`dynamodb:${kind}Item`, item]);
}

function kindOf({ Key, Item, ExpressionAttributeValues }: Record<string, unknown>): string {
  const { pk } = { ...(Key as object), ...(Item as object) } as { pk?: unknown };
  const value = pk ?? (ExpressionAttributeValues as Record<string, unknown> | undefined)?.[':pk'];
  const text = typeof value === 'object' && value !== null ? (value as { S?: unknown }).S : value;
  return /^[^#]*#/.exec(String(text ?? ''))?.[0] ?? '';
}
