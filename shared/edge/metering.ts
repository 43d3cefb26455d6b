import { AsyncLocalStorage } from 'node:async_hooks';
import type { Use } from '../limits.ts';

/** Consumed capacity and time of DynamoDB over one request, and who made it; units as in `ConsumedCapacity`. */
export interface Consumption {
  readUnits: number;
  writeUnits: number;
  /** Writes whose condition failed; `writeUnits` includes their units. */
  failedWrites: number;
  milliseconds: number;
  /** The limits that were counted. */
  uses: Use[];
  /** The `sub` of the caller, once the signature of a token has shown it; whatever becomes of the request. */
  sub?: string;
}

/** DynamoDB's `ConsumedCapacity`. */
interface Charged {
  CapacityUnits?: number | undefined;
}

type Current = Consumption & { operation: string | undefined };

const current = new AsyncLocalStorage<Current>();

/**
 * Runs `work` and sums the consumed capacity of its DynamoDB calls, at any depth.
 *
 * @param operation the name of the function, for {@link currentOperation}.
 * @returns the result with the consumption so far; the same object goes on growing if `work` left calls behind.
 */
export function metered<T>(work: (consumption: Consumption) => Promise<T>, operation?: string): Promise<T> {
  const consumption: Current = {
    ...{ readUnits: 0, writeUnits: 0, failedWrites: 0, milliseconds: 0, uses: [] },
    operation,
  };
  return current.run(consumption, () => work(consumption));
}

/** The operation that is being metered, if it has a name. */
export const currentOperation = (): string | undefined => current.getStore()?.operation;

/** The read units so far of what is being metered. */
export const readUnitsSoFar = (): number => current.getStore()?.readUnits ?? 0;

/** Called once a token's signature has shown whose it is. */
export function recordCaller(sub: string): void {
  const consumption = current.getStore();
  if (consumption) consumption.sub = sub;
}

/** Called by the DynamoDB client for each successful call. */
export function recordConsumption(
  kind: 'read' | 'write',
  capacity: Charged | Charged[] | undefined,
  milliseconds: number,
): void {
  const consumption = current.getStore();
  if (!consumption) return;
  const units = [capacity ?? []].flat().reduce((sum, one) => sum + (one.CapacityUnits ?? 0), 0);
  if (kind === 'read') consumption.readUnits += units;
  else consumption.writeUnits += units;
  consumption.milliseconds += milliseconds;
}

/** Called by the DynamoDB client for each write whose condition failed, with the charged units. */
export function recordFailedWrite(units: number): void {
  const consumption = current.getStore();
  if (!consumption) return;
  consumption.writeUnits += units;
  consumption.failedWrites += 1;
}

/** Called for each use that was counted against a limit. */
export function recordUse(use: Use): void {
  current.getStore()?.uses.push(use);
}
