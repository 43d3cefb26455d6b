import { setImmediate as turn } from 'node:timers/promises';
import { type Plan, Schedule } from './faults.ts';
import { overOutages } from './install-faults.ts';

/** A race: concurrent operations, each with its client, and the checks afterwards. */
export interface Meeting {
  operations: Record<string, (schedule: Schedule) => Promise<void>>;
  check: () => Promise<string[]>;
}

/**
 * Runs operations concurrently in every interleaving of their calls, up to `most` orders; if there are more, in
 * `spread` orders, deterministic and spread over all.
 */
export async function explore(
  prepare: () => Promise<Meeting>,
  drained: () => Promise<void>,
  { most, spread, plan = {} }: { most: number; spread: number; plan?: Plan },
): Promise<{ orders: number; violations: { order: string; problems: string[] }[] }> {
  const violations: { order: string; problems: string[] }[] = [];
  let orders = 0;
  const run = async (pick: Pick): Promise<Conductor> => {
    const { operations, check } = await overOutages(prepare);
    const conductor = new Conductor(Object.keys(operations), pick);
    const schedule = new Schedule(plan, conductor.gate);
    const failures = await conductor.conduct(operations, schedule);
    await schedule.release();
    await drained();
    const problems = [...failures, ...(await overOutages(check))];
    if (problems.length > 0) violations.push({ order: conductor.order.join(' '), problems });
    orders++;
    return conductor;
  };
  let next: number[] | undefined = [];
  while (next && orders < most) next = (await run(along(next))).following();
  for (let sample = 0; next && sample < spread; sample++) await run(anywhere(sample));
  return { orders, violations };
}

type Pick = (depth: number, of: number) => number;

/** Follows a path, then always takes the first choice. */
const along =
  (path: readonly number[]): Pick =>
  (depth) =>
    path[depth] ?? 0;

/** The upper bits of a multiplicative hash are well mixed. */
const anywhere =
  (sample: number): Pick =>
  (depth, of) =>
    (Math.imul((sample + 1) * 31 + depth, 0x9e3779b1) >>> 16) % of;

/** Lets one call through at a time, and records the alternatives. */
class Conductor {
  readonly order: string[] = [];
  readonly #choices: { made: number; of: number }[] = [];
  readonly #pick: Pick;
  readonly #waiting = new Map<string, ((over: () => void) => void)[]>();
  readonly #live: Set<string>;
  #wake: () => void = () => {};

  constructor(names: readonly string[], pick: Pick) {
    this.#live = new Set(names);
    this.#pick = pick;
    for (const name of names) this.#waiting.set(name, []);
  }

  readonly gate = (name: string): Promise<() => void> =>
    new Promise((resolve) => {
      this.#waiting.get(name)?.push((over) => resolve(over));
      this.#wake();
    });

  /** @returns the errors of operations that failed. */
  async conduct(operations: Meeting['operations'], schedule: Schedule): Promise<string[]> {
    const failures: string[] = [];
    for (const [name, run] of Object.entries(operations)) {
      void run(schedule)
        .catch((error: Error) => failures.push(`${name}: ${error.message}`))
        .finally(() => {
          this.#live.delete(name);
          this.#wake();
        });
    }
    while (this.#live.size > 0) {
      await this.#settle();
      const ready = [...this.#live].filter((name) => this.#waiting.get(name)?.length);
      if (ready.length > 0) await this.#let(ready);
    }
    return failures;
  }

  /** The choices of the next untried order, or undefined after the last. */
  following(): number[] | undefined {
    const choices = [...this.#choices];
    for (let last = choices.pop(); last; last = choices.pop()) {
      if (last.made + 1 < last.of) return [...choices.map(({ made }) => made), last.made + 1];
    }
    return undefined;
  }

  /** Waits until every operation waits for its turn or has ended. */
  async #settle(): Promise<void> {
    for (;;) {
      await turn();
      await turn();
      if ([...this.#live].every((name) => this.#waiting.get(name)?.length)) return;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        // Another call may have arrived meanwhile.
        if ([...this.#live].every((name) => this.#waiting.get(name)?.length)) resolve();
      });
    }
  }

  async #let(ready: string[]): Promise<void> {
    const made = ready.length === 1 ? 0 : this.#pick(this.#choices.length, ready.length);
    if (ready.length > 1) this.#choices.push({ made, of: ready.length });
    const name = ready[made] as string;
    this.order.push(name);
    await new Promise<void>((over) => this.#waiting.get(name)?.shift()?.(over));
  }
}
