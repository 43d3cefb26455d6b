import { canStrike, faults, type Plan, Schedule } from './faults.ts';
import { overOutages } from './install-faults.ts';

/** An operation with its client, to run under every fault. */
export interface Scenario {
  name: string;
  /** Prepares new people and their data; returns the operation with its client, and the checks after it. */
  prepare: () => Promise<{
    /** Runs until the client is answered or gives up; each try is a process of the schedule. */
    run(schedule: Schedule): Promise<void>;
    /** After the stream is drained: the problems, one sentence each. Repeatable. */
    check: () => Promise<string[]>;
  }>;
}

export interface Tally {
  schedules: number;
  violations: { scenario: string; plan: Plan; calls: string[]; problems: string[] }[];
}

/** One in `every`, from number `from` on. */
export interface Sample {
  every: number;
  from: number;
}

/**
 * Runs a scenario without a fault, with every single fault at every call, or a sample of them, and with every fault
 * after each of those; of these pairs only one in `onePairIn`.
 */
export async function runSchedules(
  scenario: Scenario,
  drained: () => Promise<void>,
  { firsts, onePairIn }: { firsts: Sample; onePairIn: number },
): Promise<{ single: Tally; double: Tally }> {
  const [sound] = await runAll(scenario, [{}], drained);
  const singles = plansAfter({}, 0, (sound as Outcome).calls);
  const afterOne = await runAll(scenario, take(singles, firsts), drained);
  const pairs = afterOne.flatMap(({ plan, calls }) =>
    plansAfter(plan, Number(Object.keys(plan)[0]) + 1, calls),
  );
  const afterTwo = await runAll(scenario, take(pairs, { every: onePairIn, from: 0 }), drained);
  return { single: tally([sound as Outcome, ...afterOne]), double: tally(afterTwo) };
}

/**
 * Runs a scenario without a fault, several at once, so that batches hold more than one group, and with a sample of its
 * single faults.
 */
export async function runSample(
  scenario: Scenario,
  drained: () => Promise<void>,
  sample: Sample,
): Promise<Tally> {
  const sound = await runAll(scenario, [{}, {}, {}, {}], drained);
  const singles = plansAfter({}, 0, (sound[0] as Outcome).calls);
  return tally([...sound, ...(await runAll(scenario, take(singles, sample), drained))]);
}

const take = <T>(all: readonly T[], { every, from }: Sample) =>
  all.filter((_, index) => index % every === from % every);

/** Every fault that can strike each of the calls from number `from` on. */
function plansAfter(plan: Plan, from: number, calls: readonly string[]): Plan[] {
  return calls.flatMap((command, number) =>
    number < from ? [] : faultsOf(command).map((fault) => ({ ...plan, [number]: fault })),
  );
}

const faultsOf = (command: string) => faults.filter((fault) => canStrike(fault, command));

interface Outcome {
  scenario: string;
  plan: Plan;
  calls: string[];
  problems: string[];
}

const AT_ONCE = 24;

async function runAll(scenario: Scenario, plans: Plan[], drained: () => Promise<void>): Promise<Outcome[]> {
  const done = await pooled(plans, async (plan) => {
    const schedule = new Schedule(plan);
    const { run, check } = await overOutages(scenario.prepare);
    const failure = await run(schedule).then(
      () => [],
      (error: Error) => [error.message],
    );
    await schedule.release();
    return { schedule, check, failure };
  });
  await drained();
  return pooled(done, async ({ schedule, check, failure }) => {
    const problems = [...failure, ...(await overOutages(check))];
    return { scenario: scenario.name, plan: schedule.plan, calls: schedule.calls, problems };
  });
}

async function pooled<In, Out>(all: readonly In[], work: (one: In) => Promise<Out>): Promise<Out[]> {
  const results: Out[] = [];
  const entries = all.entries();
  const lane = async () => {
    for (const [index, one] of entries) results[index] = await work(one);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  return results;
}

const tally = (outcomes: Outcome[]): Tally => ({
  schedules: outcomes.length,
  violations: outcomes.filter(({ problems }) => problems.length > 0),
});

type Tallies = { [kind in 'single' | 'double' | 'mapping']?: Tally };

/** Returns a function that adds up a test file's schedules and gives their violations; prints the sums at the end. */
export function countSchedules(): (tallies: Tallies) => Tally['violations'] {
  const totals = { single: 0, double: 0, mapping: 0, violations: 0 };
  afterAll(() => {
    const { single, double, mapping, violations } = totals;
    process.stdout.write(
      `schedules: ${single} of at most one fault, ${double} of two, ${mapping} with faults of the mapping; ${violations} violations\n`,
    );
  });
  return (tallies) => {
    const violations = Object.entries(tallies).flatMap(([kind, tally]) => {
      totals[kind as keyof Tallies] += tally.schedules;
      return tally.violations;
    });
    totals.violations += violations.length;
    return violations;
  };
}
