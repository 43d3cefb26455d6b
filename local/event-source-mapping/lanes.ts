import type { Entry } from './entry.ts';
import type { MappingSettings } from './settings.ts';
import { Signal } from './signal.ts';

/**
 * Distributes the records of one shard over lanes, one per concurrent batch (parallelization factor). A key always
 * goes to the same lane, and a lane processes its batches in sequence, which keeps the order within the key.
 */
export class Lanes {
  readonly #lanes: readonly Lane[];
  readonly #keyOf: (entry: Entry) => string;

  constructor(settings: MappingSettings, keyOf: (entry: Entry) => string) {
    this.#lanes = Array.from({ length: settings.parallelizationFactor }, () => new Lane(settings));
    this.#keyOf = keyOf;
  }

  add(entry: Entry): void {
    const lane = this.#lanes.length === 1 ? 0 : hash(this.#keyOf(entry)) % this.#lanes.length;
    (this.#lanes[lane] as Lane).add(entry);
  }

  /** Forms no more batches; batches in flight finish. */
  close(): void {
    for (const lane of this.#lanes) lane.close();
  }

  /** Resolves when the lanes are closed and their last batches finished; rejects with what `process` throws. */
  async run(process: (batch: readonly Entry[]) => Promise<void>): Promise<void> {
    await Promise.all(this.#lanes.map((lane) => lane.run(process)));
  }
}

/** The largest event that a function accepts, and the size of the JSON around the records. */
const PAYLOAD_MAX_BYTES = 6 * 1024 * 1024;
const ENVELOPE_BYTES = '{"Records":[]}'.length;

class Lane {
  readonly #settings: MappingSettings;
  readonly #changed = new Signal();
  #queue: Entry[] = [];
  #closed = false;
  #firstSince = 0;

  constructor(settings: MappingSettings) {
    this.#settings = settings;
  }

  add(entry: Entry): void {
    if (this.#queue.length === 0) this.#firstSince = performance.now();
    this.#queue.push(entry);
    this.#changed.notify();
  }

  close(): void {
    this.#closed = true;
    this.#changed.notify();
  }

  async run(process: (batch: readonly Entry[]) => Promise<void>): Promise<void> {
    for (let batch = await this.#gather(); batch.length > 0; batch = await this.#gather())
      await process(batch);
  }

  /** Returns a full batch, or a partial one when the batch window expires; empty once the lane is closed. */
  async #gather(): Promise<readonly Entry[]> {
    await this.#changed.waitUntil(() => this.#queue.length > 0 || this.#closed);
    const window = this.#settings.batchWindow * 1000;
    for (let wait = window; wait > 0 && !this.#closed && !this.#isFull(); ) {
      wait = this.#firstSince + window - performance.now();
      if (wait > 0) await this.#changed.wait(wait);
    }
    if (this.#closed) return [];
    this.#firstSince = performance.now();
    return this.#queue.splice(0, this.#batchLength());
  }

  #isFull(): boolean {
    const length = this.#batchLength();
    return length === this.#settings.batchSize || length < this.#queue.length;
  }

  #batchLength(): number {
    let bytes = ENVELOPE_BYTES;
    const most = Math.min(this.#settings.batchSize, this.#queue.length);
    for (let length = 0; length < most; length += 1) {
      bytes += (this.#queue[length] as Entry).bytes + 1;
      if (bytes > PAYLOAD_MAX_BYTES) return Math.max(1, length);
    }
    return most;
  }
}

/** FNV-1a. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  return value >>> 0;
}
