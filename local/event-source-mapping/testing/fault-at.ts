import type { Entry } from '../entry.ts';
import { Crash, FunctionNotInvoked } from '../errors.ts';
import type { Faults } from '../faults.ts';
import { itemOf } from '../item.ts';

/** Faults of a mapping, all of them possible on AWS. */
export const mappingFaults = [
  'duplicate',
  'split',
  'reorder across keys',
  'redeliver after success',
  'delay',
  'fail before invoke',
  'fail after invoke',
  'crash before checkpoint',
  'crash after checkpoint',
] as const;

export type MappingFault = (typeof mappingFaults)[number];

/** Injects a fault once, at its `nth` opportunity, counted from 1. A delay takes `delay` ms. */
export function faultAt(fault: MappingFault, nth: number, delay = 20): Faults {
  const isNow = countTo(nth);
  switch (fault) {
    case 'duplicate':
      return { deliver: (batch) => (isNow() ? [batch, batch] : [batch]) };
    case 'split':
      return { deliver: (batch) => (isNow() ? batch.map((entry) => [entry]) : [batch]) };
    case 'reorder across keys':
      return { deliver: (batch) => [isNow() ? lastKeyFirst(batch) : batch] };
    case 'redeliver after success':
      return { afterInvoke: () => (isNow() ? 'redeliver' : undefined) };
    case 'delay':
      return {
        beforeInvoke: () => (isNow() ? new Promise((resolve) => setTimeout(resolve, delay)) : undefined),
      };
    case 'fail before invoke':
      return { beforeInvoke: () => throwIf(isNow(), new FunctionNotInvoked('fault')) };
    case 'fail after invoke':
      return { afterInvoke: () => throwIf(isNow(), new Error('The answer was lost')) };
    case 'crash before checkpoint':
      return { beforeCheckpoint: () => throwIf(isNow(), new Crash(fault)) };
    case 'crash after checkpoint':
      return { afterCheckpoint: () => throwIf(isNow(), new Crash(fault)) };
  }
}

/** Combines faults. */
export function allFaults(...faults: readonly Faults[]): Faults {
  return {
    deliver: (batch) =>
      faults.reduce<readonly (readonly Entry[])[]>(
        (deliveries, fault) => deliveries.flatMap((delivery) => fault.deliver?.(delivery) ?? [delivery]),
        [batch],
      ),
    beforeInvoke: async (batch) => {
      for (const fault of faults) await fault.beforeInvoke?.(batch);
    },
    afterInvoke: async (batch, answer) => {
      const wishes = [];
      for (const fault of faults) wishes.push(await fault.afterInvoke?.(batch, answer));
      return wishes.find((wish) => wish === 'redeliver');
    },
    beforeCheckpoint: async (positions) => {
      for (const fault of faults) await fault.beforeCheckpoint?.(positions);
    },
    afterCheckpoint: async (positions) => {
      for (const fault of faults) await fault.afterCheckpoint?.(positions);
    },
  };
}

function countTo(nth: number): () => boolean {
  let times = 0;
  return () => {
    times += 1;
    return times === nth;
  };
}

function throwIf(condition: boolean, error: Error): undefined {
  if (condition) throw error;
}

function lastKeyFirst(batch: readonly Entry[]): readonly Entry[] {
  const byKey = Map.groupBy(batch, itemOf);
  return [...byKey.values()].reverse().flat();
}
