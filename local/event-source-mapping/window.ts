/**
 * The records of one shard that were read and are not yet behind the checkpoint. Lanes finish records out of
 * order; the checkpoint moves only past records that are done together with everything before them.
 */
export class Window {
  readonly #records = new Map<string, { bytes: number; done: boolean }>();
  #bytes = 0;

  get size(): number {
    return this.#records.size;
  }

  /** Of the records that are not done. */
  get bytes(): number {
    return this.#bytes;
  }

  add(sequenceNumber: string, bytes: number): void {
    this.#records.set(sequenceNumber, { bytes, done: false });
    this.#bytes += bytes;
  }

  /** Returns the new checkpoint if it moved. A record that is done already, or behind the checkpoint, may come again. */
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
