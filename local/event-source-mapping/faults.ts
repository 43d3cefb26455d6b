import type { Answer } from './answer.ts';
import type { ShardPosition } from './checkpoints.ts';
import type { Entry } from './entry.ts';

/**
 * Hooks for fault injection in tests. A hook may do nothing. A Crash thrown by any of them ends the mapping at once,
 * like a killed process: nothing is invoked or saved after it.
 */
export interface Faults {
  /** Replaces one batch by a sequence of deliveries: the same records repeated, split, or reordered between keys. */
  deliver?(batch: readonly Entry[]): readonly (readonly Entry[])[];
  /** May delay, or throw: then the function does not run. */
  beforeInvoke?(batch: readonly Entry[]): void | Promise<void>;
  /** Called after the function ran. May throw: then its answer is lost. `redeliver` runs it again with the same batch. */
  afterInvoke?(batch: readonly Entry[], answer: Answer): AfterInvoke | Promise<AfterInvoke>;
  /** Called when the batch is done, before the checkpoint is saved. */
  beforeCheckpoint?(positions: Readonly<Record<string, ShardPosition>>): void | Promise<void>;
  /** Called when the checkpoint is saved. */
  afterCheckpoint?(positions: Readonly<Record<string, ShardPosition>>): void | Promise<void>;
}

// biome-ignore lint/suspicious/noConfusingVoidType: a hook that has nothing to say returns nothing
export type AfterInvoke = 'redeliver' | undefined | void;
