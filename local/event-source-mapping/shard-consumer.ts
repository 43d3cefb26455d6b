import { toEventRecord } from '../../shared/lambda-stream/event-record.ts';
import { type BatchContext, processBatch } from './batch.ts';
import type { Checkpoints, ShardPosition } from './checkpoints.ts';
import { type Entry, toEntry } from './entry.ts';
import { itemOf } from './item.ts';
import { Lanes } from './lanes.ts';
import type { Lifecycle } from './lifecycle.ts';
import type { ResolvedOptions } from './mapping-options.ts';
import { pauseAfter } from './pause.ts';
import { readShard, type ShardSource } from './shard-reader.ts';
import { BatchingWindow } from './window.ts';

/** Consumes one shard from its checkpoint to its end: reads, filters, distributes to the lanes and moves the checkpoint. */
export class ShardConsumer {
  readonly #options: ResolvedOptions;
  readonly #lifecycle: Lifecycle;
  readonly #shardId: string;
  readonly #checkpoints: Checkpoints;
  readonly #window = new BatchingWindow();
  readonly #lanes: Lanes;
  #emptySince = 0;

  constructor(options: ResolvedOptions, lifecycle: Lifecycle, shardId: string, checkpoints: Checkpoints) {
    this.#options = options;
    this.#lifecycle = lifecycle;
    this.#shardId = shardId;
    this.#checkpoints = checkpoints;
    this.#lanes = new Lanes(options.settings, itemOf);
  }

  /** Whether every record that was in the shard at `mark` is done. */
  isDrainedSince(mark: number): boolean {
    return this.#emptySince >= mark && this.#window.size === 0;
  }

  /** Resolves when the shard is finished or the mapping ends. */
  async consume(start: ShardPosition | 'LATEST'): Promise<void> {
    const { changed, crash, hasEnded } = this.#lifecycle;
    const context = this.#batchContext();
    const lanes = this.#lanes.run((batch) => processBatch(batch, context)).catch(crash);
    await this.#read(start);
    await changed.waitUntil(() => this.#window.size === 0 || hasEnded());
    this.#lanes.close();
    await lanes;
    if (!hasEnded()) this.#checkpoints.set(this.#shardId, { finished: true });
  }

  async #read(start: ShardPosition | 'LATEST'): Promise<void> {
    const lifecycle = this.#lifecycle;
    let emptyPages = 0;
    let { mark } = lifecycle;
    for await (const page of readShard(this.#source(), start)) {
      if (lifecycle.hasEnded()) return;
      this.#accept(page.map((record) => toEntry(toEventRecord(record, this.#options.streamArn))));
      emptyPages = page.length === 0 ? emptyPages + 1 : 0;
      if (page.length === 0) this.#foundEmpty(mark);
      // A mark set since the read needs another read at once.
      if (emptyPages > 0 && mark === lifecycle.mark) await lifecycle.poll.wait(idleMilliseconds(emptyPages));
      await this.#room();
      mark = lifecycle.mark;
    }
  }

  #accept(entries: readonly Entry[]): void {
    const { filter } = this.#options.settings;
    const refused: Entry[] = [];
    for (const entry of entries) {
      const isWanted = filter(entry.record);
      this.#window.add(entry.sequenceNumber, isWanted ? entry.bytes : 0);
      if (isWanted) this.#lanes.add(entry);
      else refused.push(entry);
    }
    if (refused.length > 0) this.#done(refused);
  }

  #foundEmpty(mark: number): void {
    this.#emptySince = mark;
    this.#lifecycle.changed.notify();
  }

  /** Backpressure: reading waits for the lanes, so that memory stays bounded however fast the stream grows. */
  async #room(): Promise<void> {
    const { batchSize, parallelizationFactor } = this.#options.settings;
    const most = Math.max(RECORDS_IN_MEMORY, 2 * batchSize * parallelizationFactor);
    const hasRoom = () => this.#window.size < most && this.#window.bytes < BYTES_IN_MEMORY;
    await this.#lifecycle.changed.waitUntil(() => hasRoom() || this.#lifecycle.hasEnded());
  }

  readonly #done = (entries: readonly Entry[]): void => {
    const sequenceNumber = this.#window.done(entries.map((entry) => entry.sequenceNumber));
    if (sequenceNumber !== undefined) this.#checkpoints.set(this.#shardId, { sequenceNumber });
    this.#lifecycle.changed.notify();
  };

  #source(): ShardSource {
    const { streams, streamArn, log } = this.#options;
    const { hasEnded, sleep } = this.#lifecycle;
    const pause = (error: unknown) => pauseAfter(error, log, sleep);
    return { streams, streamArn, shardId: this.#shardId, hasEnded, log, pause };
  }

  #batchContext(): BatchContext {
    const { hasEnded, sleep } = this.#lifecycle;
    const { onFailure } = this.#options;
    return { ...this.#options, onFailure, hasEnded, sleep, shardId: this.#shardId, done: this.#done };
  }
}

const RECORDS_IN_MEMORY = 5_000;
/** Room for more than ten full events: one for each lane at the highest parallelization factor. */
const BYTES_IN_MEMORY = 64 * 1024 * 1024;

/** Poll delay: 5 ms per consecutive empty page, at most 50 ms, so that a write is delivered within 100 ms. */
const idleMilliseconds = (emptyPages: number) => Math.min(50, 5 * emptyPages);
