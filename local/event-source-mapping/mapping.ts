import { Checkpoints, type ShardPosition } from './checkpoints.ts';
import { StreamGone } from './errors.ts';
import { Lifecycle } from './lifecycle.ts';
import { type MappingOptions, type ResolvedOptions, resolveOptions } from './mapping-options.ts';
import { pauseAfter } from './pause.ts';
import { ShardConsumer } from './shard-consumer.ts';
import {
  describeStream,
  leafShards,
  readableShards,
  type ShardDescription,
  type StreamDescription,
} from './shards.ts';
import { Signal } from './signal.ts';

/**
 * Runs a function for the records of a table's stream, as an event source mapping of AWS Lambda does: at least
 * once for each record that passes the filter, in order for each item.
 */
export function startEventSourceMapping(options: MappingOptions): EventSourceMapping {
  const mapping = new Mapping(options);
  const stopped = mapping.run();
  // `stopped` may be left unawaited: avoids an unhandled rejection.
  stopped.catch(() => {});
  return {
    stopped,
    drained: () => mapping.drained(),
    stop: async () => {
      mapping.end();
      await stopped.catch(() => {});
    },
  };
}

export interface EventSourceMapping {
  /**
   * Resolves when every record now in the stream is done and the checkpoint saved: from now on each listed shard was
   * read until an empty page, and every read record is done. Records that keep failing without a retry limit block
   * it. Rejects if the mapping crashed.
   */
  drained(): Promise<void>;
  /** Graceful shutdown: finishes the batches in flight, saves the checkpoint and ends. */
  stop(): Promise<void>;
  /** Resolves after `stop`; rejects with the Crash of a fault or with StreamGone. */
  readonly stopped: Promise<void>;
}

const REDISCOVER_MS = 1_000;
const NOTHING_TO_READ_MS = 100;

class Mapping {
  readonly #options: ResolvedOptions;
  readonly #lifecycle = new Lifecycle(() => this.#crashed());
  readonly #rediscover = new Signal();
  readonly #consumers = new Map<string, ShardConsumer>();
  readonly #consuming = new Set<Promise<void>>();
  #checkpoints: Checkpoints | undefined;
  #shards: readonly ShardDescription[] = [];
  /** Counts the shards that were read to their end; a listing from before the last one is stale. */
  #finished = 0;
  /** The counters at the last listing of the shards. */
  #listed = { mark: 0, finished: 0 };

  constructor(options: MappingOptions) {
    this.#options = resolveOptions(options);
    options.signal?.addEventListener('abort', () => this.end(), { once: true });
    if (options.signal?.aborted) this.end();
  }

  async run(): Promise<void> {
    try {
      this.#checkpoints = await this.#loadCheckpoints();
      await this.#discoverUntilEnd(this.#checkpoints);
    } catch (error) {
      this.#lifecycle.crash(error);
    }
    await Promise.all(this.#consuming);
    await this.#checkpoints?.saved();
    this.#lifecycle.throwIfCrashed();
  }

  end(): void {
    this.#lifecycle.end();
    this.#rediscover.notify();
  }

  async drained(): Promise<void> {
    const mark = this.#lifecycle.raiseMark();
    this.#rediscover.notify();
    await this.#lifecycle.changed.waitUntil(() => this.#isDrainedSince(mark) || this.#lifecycle.hasEnded());
    await this.#checkpoints?.saved();
    this.#lifecycle.throwIfCrashed();
  }

  #isDrainedSince(mark: number): boolean {
    if (this.#listed.mark < mark || this.#listed.finished < this.#finished) return false;
    const unfinished = this.#shards.filter(({ shardId }) => !this.#checkpoints?.isFinished(shardId));
    return unfinished.every(({ shardId }) => this.#consumers.get(shardId)?.isDrainedSince(mark));
  }

  #crashed(): void {
    this.#checkpoints?.freeze();
    this.#rediscover.notify();
  }

  #loadCheckpoints(): Promise<Checkpoints> {
    const { checkpoints, streamArn, faults, log } = this.#options;
    return Checkpoints.load(checkpoints, streamArn, {
      before: (positions) => faults.beforeCheckpoint?.(positions),
      after: (positions) => faults.afterCheckpoint?.(positions),
      crashed: this.#lifecycle.crash,
      log,
      hasEnded: this.#lifecycle.hasEnded,
      sleep: this.#lifecycle.sleep,
    });
  }

  async #discoverUntilEnd(checkpoints: Checkpoints): Promise<void> {
    if (checkpoints.isNew && this.#options.settings.startingPosition === 'LATEST')
      await this.#startAtLatest(checkpoints);
    while (!this.#lifecycle.hasEnded()) {
      const isCurrent = await this.#discover(checkpoints);
      if (!isCurrent || this.#lifecycle.hasEnded()) continue;
      await this.#rediscover.wait(this.#consumers.size === 0 ? NOTHING_TO_READ_MS : REDISCOVER_MS);
    }
  }

  /** Lists the shards and reads those that may be read. @returns whether the listing still holds at its end. */
  async #discover(checkpoints: Checkpoints): Promise<boolean> {
    const before = { mark: this.#lifecycle.mark, finished: this.#finished };
    const stream = await this.#describe();
    if (!stream || before.finished < this.#finished) return false;
    this.#consumeReadable(stream.shards, checkpoints);
    if (stream.isDisabled && stream.shards.every(({ shardId }) => checkpoints.isFinished(shardId))) {
      throw new StreamGone(this.#options.streamArn);
    }
    this.#listed = before;
    this.#lifecycle.changed.notify();
    return before.mark === this.#lifecycle.mark;
  }

  async #describe(): Promise<StreamDescription | undefined> {
    const { streams, streamArn, log } = this.#options;
    try {
      return await describeStream(streams, streamArn);
    } catch (error) {
      if (error instanceof StreamGone) throw error;
      await pauseAfter(error, log, this.#lifecycle.sleep);
      return undefined;
    }
  }

  /**
   * Starts at LATEST: marks closed shards as finished, and open ones with the time, for a restart before the first
   * record.
   */
  async #startAtLatest(checkpoints: Checkpoints): Promise<void> {
    let stream = await this.#describe();
    while (!stream && !this.#lifecycle.hasEnded()) stream = await this.#describe();
    const shards = stream?.shards ?? [];
    const open = new Set(leafShards(shards));
    const latestSince = Date.now();
    for (const shard of shards) {
      checkpoints.set(shard.shardId, open.has(shard) ? { latestSince } : { finished: true });
      if (open.has(shard)) this.#consume(shard.shardId, 'LATEST', checkpoints);
    }
  }

  #consumeReadable(shards: readonly ShardDescription[], checkpoints: Checkpoints): void {
    this.#shards = shards;
    checkpoints.keepOnly(shards.map((shard) => shard.shardId));
    for (const { shardId } of readableShards(shards, checkpoints.isFinished)) {
      if (!this.#consumers.has(shardId)) {
        this.#consume(shardId, checkpoints.positionOf(shardId) ?? {}, checkpoints);
      }
    }
  }

  #consume(shardId: string, start: ShardPosition | 'LATEST', checkpoints: Checkpoints): void {
    const consumer = new ShardConsumer(this.#options, this.#lifecycle, shardId, checkpoints);
    this.#consumers.set(shardId, consumer);
    const consuming = consumer.consume(start).catch(this.#lifecycle.crash);
    const over = consuming.finally(() => {
      this.#consuming.delete(over);
      this.#consumers.delete(shardId);
      // Its children may start now, and new shards may exist.
      this.#finished += 1;
      this.#rediscover.notify();
    });
    this.#consuming.add(over);
  }
}
