import { Bell } from './bell.ts';
import { Checkpoints, type ShardPosition } from './checkpoints.ts';
import { StreamGone } from './errors.ts';
import type { MappingOptions } from './mapping-options.ts';
import { createRun, type Run } from './run.ts';
import { ShardConsumer } from './shard-consumer.ts';
import {
  describeStream,
  leafShards,
  readableShards,
  type ShardDescription,
  type StreamDescription,
} from './shards.ts';

/**
 * Runs a function for the records of a table's stream, as an event source mapping of AWS Lambda does: at least
 * once for each record that passes the filter, in order for each item.
 */
export function startEventSourceMapping(options: MappingOptions): EventSourceMapping {
  const mapping = new Mapping(options);
  const stopped = mapping.run();
  // Whoever asks for `stopped` hears of it; nobody has to ask.
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
   * Resolves when everything that is in the stream now is done and the position saved: every listed shard was
   * read from now on until a read came back empty, and nothing read is left undone. Records that keep failing
   * without a retry limit hold it up. Rejects if the mapping crashed.
   */
  drained(): Promise<void>;
  /** Lets the batches under way finish, saves the position and ends. */
  stop(): Promise<void>;
  /** Resolves after `stop`; rejects with the Crash of a fault or with StreamGone. */
  readonly stopped: Promise<void>;
}

const REDISCOVER_MILLISECONDS = 1_000;
const NOTHING_TO_READ_MILLISECONDS = 100;

class Mapping {
  readonly #options: MappingOptions;
  readonly #run: Run;
  readonly #rediscover = new Bell();
  readonly #consumers = new Map<string, ShardConsumer>();
  readonly #consuming = new Set<Promise<void>>();
  #checkpoints: Checkpoints | undefined;
  #shards: readonly ShardDescription[] = [];
  #discoveredSince = 0;
  #isListingStale = false;
  #crash: { readonly error: unknown } | undefined;

  constructor(options: MappingOptions) {
    this.#options = options;
    this.#run = createRun(options, (error) => this.#crashed(error));
    options.signal?.addEventListener('abort', () => this.end(), { once: true });
    if (options.signal?.aborted) this.end();
  }

  async run(): Promise<void> {
    try {
      await this.#discoverUntilEnd();
    } catch (error) {
      this.#run.crash(error);
    }
    await Promise.all(this.#consuming);
    await this.#checkpoints?.saved();
    if (this.#crash) throw this.#crash.error;
  }

  end(): void {
    this.#run.end();
    this.#rediscover.ring();
  }

  async drained(): Promise<void> {
    this.#run.mark += 1;
    const { mark } = this.#run;
    this.#run.poll.ring();
    this.#rediscover.ring();
    await this.#run.changed.until(() => this.#isDrainedSince(mark) || this.#run.hasEnded());
    await this.#checkpoints?.saved();
    if (this.#crash) throw this.#crash.error;
  }

  #isDrainedSince(mark: number): boolean {
    if (this.#discoveredSince < mark) return false;
    const unfinished = this.#shards.filter(({ shardId }) => !this.#checkpoints?.isFinished(shardId));
    return unfinished.every(({ shardId }) => this.#consumers.get(shardId)?.isDrainedSince(mark));
  }

  #crashed(error: unknown): void {
    this.#crash ??= { error };
    this.#checkpoints?.freeze();
    this.#rediscover.ring();
  }

  async #discoverUntilEnd(): Promise<void> {
    const checkpoints = await this.#loadCheckpoints();
    let isFirst = checkpoints.isNew;
    while (!this.#run.hasEnded()) {
      const { mark } = this.#run;
      this.#isListingStale = false;
      const stream = await this.#describe();
      if (!stream || this.#isListingStale) continue;
      const { shards } = stream;
      if (isFirst && this.#run.settings.startingPosition === 'LATEST')
        this.#startAtLatest(shards, checkpoints);
      isFirst = false;
      this.#consumeReadable(shards, checkpoints);
      if (stream.isDisabled && shards.every(({ shardId }) => checkpoints.isFinished(shardId))) {
        throw new StreamGone(this.#run.streamArn);
      }
      this.#discoveredSince = mark;
      this.#run.changed.ring();
      if (mark < this.#run.mark || this.#run.hasEnded()) continue;
      await this.#rediscover.heard(
        this.#consumers.size === 0 ? NOTHING_TO_READ_MILLISECONDS : REDISCOVER_MILLISECONDS,
      );
    }
  }

  async #loadCheckpoints(): Promise<Checkpoints> {
    const { faults, crash } = this.#run;
    this.#checkpoints = await Checkpoints.load(this.#options.checkpoints, this.#run.streamArn, {
      before: (positions) => faults.beforeCheckpoint?.(positions),
      after: (positions) => faults.afterCheckpoint?.(positions),
      failed: crash,
    });
    return this.#checkpoints;
  }

  async #describe(): Promise<StreamDescription | undefined> {
    try {
      return await describeStream(this.#run.streams, this.#run.streamArn);
    } catch (error) {
      if (error instanceof StreamGone) throw error;
      await this.#run.pause(error);
      return undefined;
    }
  }

  /** Closed shards hold nothing new; open ones are remembered with the time, for a restart before the first record. */
  #startAtLatest(shards: readonly ShardDescription[], checkpoints: Checkpoints): void {
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
    const consumer = new ShardConsumer(this.#run, shardId, checkpoints);
    this.#consumers.set(shardId, consumer);
    const consuming = consumer.consume(start).catch(this.#run.crash);
    const over = consuming.finally(() => {
      this.#consuming.delete(over);
      this.#consumers.delete(shardId);
      // Its children may start, and there may be new ones.
      this.#isListingStale = true;
      this.#discoveredSince = 0;
      this.#rediscover.ring();
    });
    this.#consuming.add(over);
  }
}
