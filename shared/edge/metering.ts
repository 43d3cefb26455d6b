import { AsyncLocalStorage } from 'node:async_hooks';

/** What DynamoDB charged and how long it took, over one request: units as in `ConsumedCapacity`. */
export interface Consumption {
  readUnits: number;
  writeUnits: number;
  /** Writes whose condition did not hold; their units are among `writeUnits`. */
  failedWrites: number;
  milliseconds: number;
}

/** What an answer says of its price, DynamoDB's `ConsumedCapacity`. */
interface Charged {
  CapacityUnits?: number | undefined;
}

const current = new AsyncLocalStorage<Consumption & { operation: string | undefined }>();

/**
 * Runs `work` and adds up what its DynamoDB calls consume, however deep they are.
 *
 * @param operation the name of the function, for whoever asks who made a call.
 * @returns the result with the consumption so far; the same object goes on growing if `work` left calls behind.
 */
export function metered<T>(work: (consumption: Consumption) => Promise<T>, operation?: string): Promise<T> {
  const consumption = { readUnits: 0, writeUnits: 0, failedWrites: 0, milliseconds: 0, operation };
  return current.run(consumption, () => work(consumption));
}

/** The operation that is being metered, if it has a name. */
export const currentOperation = (): string | undefined => current.getStore()?.operation;

/** Called by the client for each answered call. */
export function record(
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

/** Called by the client for each write whose condition did not hold, with what that is charged. */
export function recordFailedWrite(units: number): void {
  const consumption = current.getStore();
  if (!consumption) return;
  consumption.writeUnits += units;
  consumption.failedWrites += 1;
}
