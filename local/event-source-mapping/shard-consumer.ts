import { toEventRecord } from '../../shared/lambda-stream/event-record.ts';
import { type BatchContext, processBatch } from './batch.ts';
import type { Checkpoints, ShardPosition } from './checkpoints.ts';
import { type Entry, toEntry } from './entry.ts';
import { itemOf } from './item.ts';
import { Lanes } from './lanes.ts';
import type { Run } from './run.ts';
import { readShard } from './shard-reader.ts';
import { Window } from './window.ts';

/** Takes one shard from its position to its end: reads, filters, deals to the lanes and moves the checkpoint. */
export class ShardConsumer {
  readonly #run: Run;
  readonly #shardId: string;
  readonly #checkpoints: Checkpoints;
  readonly #window = new Window();
  readonly #lanes: Lanes;
  #emptySince = 0;

  constructor(run: Run, shardId: string, checkpoints: Checkpoints) {
    this.#run = run;
    this.#shardId = shardId;
    this.#checkpoints = checkpoints;
    this.#lanes = new Lanes(run.settings, itemOf);
  }

  /** Whether everything that was in the shard when `mark` was made is done. */
  isDrainedSince(mark: number): boolean {
    return this.#emptySince >= mark && this.#window.size === 0;
  }

  /** Resolves when the shard is finished or the mapping ends. */
  async consume(start: ShardPosition | 'LATEST'): Promise<void> {
    const run = this.#run;
    const context = this.#batchContext();
    const lanes = this.#lanes.run((batch) => processBatch(batch, context)).catch(run.crash);
    await this.#read(start);
    await run.changed.until(() => this.#window.size === 0 || run.hasEnded());
    this.#lanes.close();
    await lanes;
    if (!run.hasEnded()) this.#checkpoints.set(this.#shardId, { finished: true });
  }

  async #read(start: ShardPosition | 'LATEST'): Promise<void> {
    const run = this.#run;
    let emptyPages = 0;
    let mark = run.mark;
    for await (const page of readShard({ ...run, shardId: this.#shardId }, start)) {
      if (run.hasEnded()) return;
      this.#accept(page.map((record) => toEntry(toEventRecord(record, run.streamArn))));
      emptyPages = page.length === 0 ? emptyPages + 1 : 0;
      if (page.length === 0) this.#foundEmpty(mark);
      // A mark made since the read wants another one at once.
      if (emptyPages > 0 && mark === run.mark) await run.poll.heard(idleMilliseconds(emptyPages));
      await this.#room();
      mark = run.mark;
    }
  }

  #accept(entries: readonly Entry[]): void {
    const { filter } = this.#run.settings;
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
    this.#run.changed.ring();
  }

  /** Reading waits for the lanes, so that memory is bounded however fast the stream is written to. */
  async #room(): Promise<void> {
    const { batchSize, parallelizationFactor } = this.#run.settings;
    const most = Math.max(RECORDS_IN_MEMORY, 2 * batchSize * parallelizationFactor);
    const hasRoom = () => this.#window.size < most && this.#window.bytes < BYTES_IN_MEMORY;
    await this.#run.changed.until(() => hasRoom() || this.#run.hasEnded());
  }

  readonly #done = (entries: readonly Entry[]): void => {
    const sequenceNumber = this.#window.done(entries.map((entry) => entry.sequenceNumber));
    if (sequenceNumber !== undefined) this.#checkpoints.set(this.#shardId, { sequenceNumber });
    this.#run.changed.ring();
  };

  #batchContext(): BatchContext {
    return { ...this.#run, shardId: this.#shardId, done: this.#done };
  }
}

const RECORDS_IN_MEMORY = 5_000;
/** More than ten full events, so that the lanes of the highest parallelization factor can all be full. */
const BYTES_IN_MEMORY = 64 * 1024 * 1024;

/** Soon again after something came, at most 50 ms later in the long run: a write is delivered within 100 ms. */
const idleMilliseconds = (emptyPages: number) => Math.min(50, 5 * emptyPages);
