import { Signal } from './signal.ts';

/** Whether one running mapping goes on, shared by all of its parts. */
export class Lifecycle {
  /** Something was read, done or ended. */
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

  /** Ends at once, as a process that is killed. The first reason counts. */
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

  /** Rises when somebody asks whether all is drained: only what was read later can tell. */
  get mark(): number {
    return this.#mark;
  }

  raiseMark(): number {
    this.#mark += 1;
    this.poll.notify();
    return this.#mark;
  }
}
