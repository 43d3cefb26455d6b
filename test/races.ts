import { jest } from '@jest/globals';
import { handler as project } from '../services/stream/project.ts';
import type { Plan, Schedule } from './faults.ts';
import { installFaults, removeFaults } from './install-faults.ts';
import { explore, type Meeting } from './interleavings.ts';
import { type Projection, startProjection } from './projection.ts';

/** Whether this is the long form, `npm run test:schedules`. */
export const all = process.env.CRUDDUR_SCHEDULES === 'all';

/** `npm test` runs a few orders of two operations' calls, the long form all, or two hundred if there are over a hundred. */
const inOrders = all ? { most: 100, spread: 100 } : { most: 0, spread: 3 };

/** A client's operation until its answer, which is `no answer` if none came. */
export type Client = (schedule: Schedule, name: string) => Promise<unknown>;

/** What a file of races needs, called once in it: it installs the faults and runs a projection behind the mapping. */
export function setUpRaces() {
  jest.setTimeout(all ? 3_600_000 : 300_000);
  let projection: Projection;
  let tried = 0;
  beforeAll(async () => {
    installFaults();
    projection = await startProjection(project);
  });
  afterAll(async () => {
    process.stdout.write(`interleavings: ${tried} orders\n`);
    await projection.stop();
    await removeFaults();
  });
  return {
    drained: () => projection.drained(),
    /** Expects no violation in any order, with each of the plans of faults. */
    async expectSound(
      prepare: () => Promise<Meeting>,
      plans: Plan[] = [{}],
      orders = inOrders,
      drained = () => projection.drained(),
    ) {
      for (const plan of plans) {
        const explored = await explore(prepare, drained, { ...orders, plan });
        tried += explored.orders;
        expect(explored.violations.map((violation) => ({ plan, ...violation }))).toEqual([]);
      }
    },
  };
}

/** The operations of a meeting. Refusals that another order explains are fine; no answer is not. */
export const answered = (clients: Record<string, Client>): Meeting['operations'] =>
  Object.fromEntries(
    Object.entries(clients).map(([name, run]) => [
      name,
      async (schedule) => {
        if ((await run(schedule, name)) === 'no answer') throw new Error('never answered');
      },
    ]),
  );
