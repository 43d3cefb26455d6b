import { Signal } from './signal.ts';

/** The state of one running mapping, shared by all of its parts. */
export class Lifecycle {
  /** Notified when something was read, done or ended. */
  readonly changed = new Signal();
  /** Wakes readers that idle between polls. */
  readonly poll = new Signal();
  readonly #sleeping = new Signal();
  #hasEnded = false;
  #crash: { readonly error: unknown } | undefined;
  #mark = 1;
  readonly #onCrash: () => void;

  constructor(onCrash: () => void) {
    this.#onCrash = onCrash;
  }

  readonly hasEnded = (): boolean => this.#hasEnded;

  readonly end = (): void => {
    this.#hasEnded = true;
    for (const signal of [this.#sleeping, this.changed, this.poll]) signal.notify();
  };

  /** Ends at once, like a killed process. The first reason counts. */
  readonly crash = (error: unknown): void => {
    this.#crash ??= { error };
    this.#onCrash();
    this.end();
  };

  throwIfCrashed(): void {
    if (this.#crash) throw this.#crash.error;
  }

  /** Returns early if the mapping ends. */
  readonly sleep = async (milliseconds: number): Promise<void> => {
    if (!this.#hasEnded) await this.#sleeping.wait(milliseconds);
  };

  /** Incremented by each `drained`; only reads started after it count. */
  get mark(): number {
    return this.#mark;
  }

  raiseMark(): number {
    this.#mark += 1;
    this.poll.notify();
    return this.#mark;
  }
}
