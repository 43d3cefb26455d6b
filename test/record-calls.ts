import { appendFileSync } from 'node:fs';
import { documents } from '../shared/dynamo/client.ts';
import { currentOperation } from '../shared/edge/metering.ts';

/** With this in the environment every call of the tests' functions is noted in a file (`npm run check:aws`). */
const file = process.env.CRUDDUR_RECORD_CALLS;

recordCalls();

/** Notes the calls to the table that the process works on; a test that connects another one asks for it again. */
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

/** One call as IAM sees it. A transaction is one call for each of its items. */
export interface RecordedCall {
  /** The function that made it, by the name under which it is metered. */
  operation: string;
  /** For example `dynamodb:GetItem`. */
  action: string;
  /** The index that was read, or '' for the table itself. */
  index: string;
  /** How the partition key begins, `GRP#` for example: what kind of item, never which one. */
  kind: string;
}

/**
 * Appends what a call needs from IAM to the file, for the test that compares the functions' rights with what they
 * do. Calls outside of an operation, such as a test's own, are left out.
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
  if (action !== 'TransactWriteItems') return [[`dynamodb:${action}`, input]];
  const parts = (input.TransactItems as Record<string, Record<string, unknown>>[]).flatMap(Object.entries);
  return parts.map(([kind, item]) => [`dynamodb:${kind}Item`, item]);
}

function kindOf({ Key, Item, ExpressionAttributeValues }: Record<string, unknown>): string {
  const { pk } = { ...(Key as object), ...(Item as object) } as { pk?: unknown };
  const value = pk ?? (ExpressionAttributeValues as Record<string, unknown> | undefined)?.[':pk'];
  const text = typeof value === 'object' && value !== null ? (value as { S?: unknown }).S : value;
  return String(text ?? '').slice(0, 'GRP#'.length);
}
