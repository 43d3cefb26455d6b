import type { Faults } from '../../local/event-source-mapping/faults.ts';
import {
  allFaults,
  faultAt,
  type MappingFault,
  mappingFaults,
} from '../../local/event-source-mapping/testing/fault-at.ts';
import { handler as indexMessages } from '../../services/stream/index-messages.ts';
import { handler as project } from '../../services/stream/project.ts';
import { changeScenarios } from '../change-scenarios.ts';
import { installFaults, removeFaults } from '../install-faults.ts';
import { type Projection, startProjection } from '../projection.ts';
import { streamScenarios } from '../scenarios.ts';
import { countSchedules, runSample } from '../schedules.ts';
import { verifyAll } from '../search-index.ts';

/**
 * The schedules again, with faults of the mapping. `npm test` runs every fault of the mapping with some operations and
 * few faults of the client, `npm run test:schedules` with all of both.
 */
const all = process.env.CRUDDUR_SCHEDULES === 'all';
const everyCell = all ? 1 : 8;
const everyFault = all ? 1 : 41;

const struck: [Faults, Faults] = [{}, {}];
let followers: Projection[];
beforeAll(installFaults);
beforeAll(async () => {
  followers = await Promise.all([
    startProjection(project, 'project', { faults: allFaults(struck[0]) }),
    startProjection(indexMessages, 'indexMessages', { faults: allFaults(struck[1]) }),
  ]);
});
const drained = async () => void (await Promise.all(followers.map((follower) => follower.drained())));
afterAll(async () => {
  await drained();
  await Promise.all(followers.map((follower) => follower.stop()));
  expect(await verifyAll()).toEqual([]);
});
afterAll(removeFaults);
const count = countSchedules();

/** Diagonals of the table of faults and operations, so that each operation meets some fault. */
const cells = mappingFaults
  .flatMap((fault, row) =>
    [...streamScenarios, ...changeScenarios].map((scenario, column) => ({
      fault,
      scenario,
      name: scenario.name,
      diagonal: column + 3 * row,
    })),
  )
  .map((cell, number) => ({ ...cell, number }))
  .filter(({ diagonal }) => diagonal % everyCell === 0);

test.each(cells)(
  '$fault: $name: without and with a fault of the client no invariant is broken',
  async ({ fault, scenario, number }) => {
    for (const faults of struck) Object.assign(faults, everyOther(fault));
    const sample = { every: everyFault, from: number };
    expect(count({ mapping: await runSample(scenario, drained, sample) })).toEqual([]);
  },
  all ? 3_600_000 : 300_000,
);

/**
 * Strikes the first time and then every other time, a few times. At a crash alone the function would already work on
 * every record read; so pending batches at a crash have not reached it.
 */
function everyOther(fault: MappingFault): Faults {
  const times = [1, 3, 5, 7, 9];
  const faults = fault.startsWith('crash') ? [fault, 'fail before invoke' as const] : [fault];
  return allFaults(...faults.flatMap((one) => times.map((nth) => faultAt(one, nth))));
}
