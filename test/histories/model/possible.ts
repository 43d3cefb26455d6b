/** What requests may have set by now: for each key the values that are possible, and how often one was asked for. */
export class Possible<Value> {
  readonly #initial: Value;
  readonly #held = new Map<string, { values: ReadonlySet<Value>; ever: ReadonlySet<Value>; asked: number }>();

  constructor(initial: Value) {
    this.#initial = initial;
  }

  /** A request begins. */
  asking(key: string, value: Value): void {
    const { values, ever, asked } = this.#of(key);
    this.#held.set(key, {
      values: new Set([...values, value]),
      ever: new Set([...ever, value]),
      asked: asked + 1,
    });
  }

  /** It was answered, and nobody asked for another value meanwhile. */
  answered(key: string, value: Value): void {
    this.#held.set(key, { ...this.#of(key), values: new Set([value]) });
  }

  values(key: string): ReadonlySet<Value> {
    return this.#of(key).values;
  }

  /** Every value that it may have had. */
  ever(key: string): ReadonlySet<Value> {
    return this.#of(key).ever;
  }

  asked(key: string): number {
    return this.#of(key).asked;
  }

  #of(key: string) {
    const initial = new Set([this.#initial]);
    return this.#held.get(key) ?? { values: initial, ever: initial, asked: 0 };
  }
}
