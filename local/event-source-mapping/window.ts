/**
 * The records of one shard that were read but are not yet covered by the checkpoint. Lanes finish records out of
 * order; the checkpoint passes a record only when it and all earlier ones are done.
 */
export class BatchingWindow {
  readonly #records = new Map<string, { bytes: number; done: boolean }>();
  #bytes = 0;

  get size(): number {
    return this.#records.size;
  }

  /** Size of the records that are not done. */
  get bytes(): number {
    return this.#bytes;
  }

  add(sequenceNumber: string, bytes: number): void {
    this.#records.set(sequenceNumber, { bytes, done: false });
    this.#bytes += bytes;
  }

  /** Returns the new checkpoint if it moved. Accepts records that are already done or covered by the checkpoint. */
  done(sequenceNumbers: Iterable<string>): string | undefined {
    for (const sequenceNumber of sequenceNumbers) {
      const record = this.#records.get(sequenceNumber);
      if (!record || record.done) continue;
      record.done = true;
      this.#bytes -= record.bytes;
    }
    return this.#advance();
  }

  #advance(): string | undefined {
    let last: string | undefined;
    for (const [sequenceNumber, { done }] of this.#records) {
      if (!done) break;
      this.#records.delete(sequenceNumber);
      last = sequenceNumber;
    }
    return last;
  }
}
