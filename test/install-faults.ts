import { setImmediate as untilOthersRan } from 'node:timers/promises';
import type { Sql } from 'postgres';
import { documents } from '../shared/dynamo/client.ts';
import { StoreUnavailable } from '../shared/errors.ts';
import { deployedPatience, patience } from '../shared/patience.ts';
import { connect, connectDatabase } from '../shared/postgres/client.ts';
import { installClocks, removeClocks } from './clocks.ts';
import { current } from './faults.ts';
import { carriedBy } from './statements.ts';

type Next = (args: { input: object }) => Promise<{ output: unknown }>;

/** Processes run concurrently, each in its own container: a shared connection would serialize their statements. */
const CONTAINERS = 8;
const containers: Sql[] = [];
let next = 0;

/**
 * Waits for hanging stores as deployed. Gives each process its own clock, and injects the faults below the client's retries and in front of Postgres. Calls
 * outside a schedule pass: they prepare and check, are idempotent, and are retried on a machine under load.
 */
export function installFaults(): void {
  Object.assign(patience, deployedPatience);
  strikeCalls();
  strikeStatements();
  installClocks();
}

/** Ends the connections to Postgres. */
export async function removeFaults(): Promise<void> {
  removeClocks();
  await Promise.all(containers.splice(0).map((sql) => sql.end({ timeout: 1 })));
}

/** Injects the faults of DynamoDB calls only. */
export function strikeCalls(): void {
  documents.middlewareStack.addRelativeTo(
    ((next: Next, { commandName = '' }: { commandName?: string }) =>
      (args: { input: object }) => {
        const process = current.getStore();
        const proceed = () => next(args);
        return process ? process.call({ command: commandName, input: args.input, proceed }) : proceed();
      }) as never,
    { name: 'cruddurFaults', relation: 'before', toMiddleware: 'cruddurDeadline', override: true },
  );
  documents.middlewareStack.addRelativeTo(
    ((next: Next) => async (args: { input: object }) => {
      return current.getStore() ? next(args) : overOutages(() => next(args));
    }) as never,
    { name: 'cruddurPatience', relation: 'before', toMiddleware: 'cruddurCapacityAndErrors', override: true },
  );
}

/**
 * Strikes statements at the driver: on the wire a statement does not say which process sent it, and one plan numbers
 * the faults of DynamoDB and Postgres together.
 */
function strikeStatements(): void {
  const url = process.env.POSTGRES_URL ?? '';
  containers.push(...Array.from({ length: CONTAINERS }, () => connect(url)));
  // A statement that hangs ends the connection it was made for, and with it would end what runs outside a schedule.
  connectDatabase(() =>
    carriedBy(connect(url), (statement) => {
      const process = current.getStore();
      const proceed = async () => statement(containers[next++ % CONTAINERS] as Sql);
      return process ? process.state(proceed) : proceed();
    }),
  );
}

const isOutage = (error: unknown): boolean => error instanceof StoreUnavailable;

/** Longer than the functions pause after a slow user pool, however quickly the tries fail in between. */
const PATIENCE_MS = 60_000;

/** Retries idempotent work while a store times out, as on a machine under load, where the work may take long by itself. */
export async function overOutages<T>(work: () => Promise<T>): Promise<T> {
  for (let deadline = Number.POSITIVE_INFINITY; ; ) {
    try {
      return await work();
    } catch (error) {
      if (performance.now() > deadline || !isOutage(error)) throw error;
      deadline = Math.min(deadline, performance.now() + PATIENCE_MS);
      await untilOthersRan();
    }
  }
}
