import type { Answer } from './answer.ts';
import type { ShardPosition } from './checkpoints.ts';
import type { Entry } from './entry.ts';

/**
 * Where a test lets the world fail. Each hook is called at its moment and may do nothing. A Crash thrown by any
 * of them ends the mapping at once, as a process that is killed: nothing is invoked or remembered after it.
 */
export interface Faults {
  /**
   * The deliveries to make in place of one batch, one after the other: the same records repeated, split,
   * or in another order between keys.
   */
  deliver?(batch: readonly Entry[]): readonly (readonly Entry[])[];
  /** May take its time, or throw: then the function does not run. */
  beforeInvoke?(batch: readonly Entry[]): void | Promise<void>;
  /** The function ran. May throw: then its answer is lost. `redeliver` makes it run again with the same batch. */
  afterInvoke?(batch: readonly Entry[], answer: Answer): AfterInvoke | Promise<AfterInvoke>;
  /** The batch is done, the position is not yet in the file. */
  beforeCheckpoint?(positions: Readonly<Record<string, ShardPosition>>): void | Promise<void>;
  /** The position is in the file. */
  afterCheckpoint?(positions: Readonly<Record<string, ShardPosition>>): void | Promise<void>;
}

// biome-ignore lint/suspicious/noConfusingVoidType: a hook that has nothing to say returns nothing
export type AfterInvoke = 'redeliver' | undefined | void;
