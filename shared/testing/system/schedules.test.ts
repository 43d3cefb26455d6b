import {
  allFaults,
  faultAt,
  type MappingFault,
  mappingFaults,
} from '../../../services/stream/event-source-mapping/fault-at.ts';
import type { Faults } from '../../../services/stream/event-source-mapping/faults.ts';
import { handler as project } from '../../../services/stream/project.ts';
import { installFaults, removeFaults } from '../install-faults.ts';
import { type Projection, startProjection } from '../projection.ts';
import { aloneScenarios, streamScenarios } from '../scenarios.ts';
import { runSample, runSchedules, type Tally } from '../schedules.ts';
import { signUpScenarios } from '../sign-up-scenarios.ts';

/** `npm test` runs every single fault and some of the pairs, `npm run test:schedules` all pairs. */
const all = process.env.CRUDDUR_SCHEDULES === 'all';
const limit = all ? 3_600_000 : 300_000;
const totals = { single: 0, double: 0, mapping: 0, violations: 0 };

beforeAll(installFaults);
afterAll(removeFaults);
afterAll(() => {
  const { single, double, mapping, violations } = totals;
  process.stdout.write(
    `schedules: ${single} of at most one fault, ${double} of two, ${mapping} with faults of the mapping; ${violations} violations\n`,
  );
});

function count(tallies: { [kind in 'single' | 'double' | 'mapping']?: Tally }) {
  const counted = Object.entries(tallies).map(([kind, tally]) => {
    totals[kind as 'single'] += tally.schedules;
    return tally.violations;
  });
  totals.violations += counted.flat().length;
  return counted.flat();
}

test.each([...aloneScenarios, ...signUpScenarios])(
  '$name: after any faults no invariant is broken',
  async (scenario) => {
    expect(count(await runSchedules(scenario, async () => {}, all ? 1 : 397))).toEqual([]);
  },
  limit,
);

describe('behind the event source mapping', () => {
  const struck: Faults = {};
  let projection: Projection;
  beforeAll(async () => {
    projection = await startProjection(project, 'project', { faults: allFaults(struck) });
  });
  afterAll(() => projection.stop());

  test.each(streamScenarios)(
    '$name: after any faults, once the stream is drained, no invariant is broken',
    async (scenario) => {
      expect(count(await runSchedules(scenario, projection.drained, all ? 1 : 397))).toEqual([]);
    },
    limit,
  );

  const cells = mappingFaults.flatMap((fault) => streamScenarios.map((scenario) => ({ fault, scenario })));
  test.each(cells.map((cell, number) => ({ ...cell, number, name: cell.scenario.name })))(
    '$fault: $name: without and with a fault of the client no invariant is broken',
    async ({ fault, scenario, number }) => {
      Object.assign(struck, everyOther(fault));
      const sample = { every: all ? 1 : 41, from: number };
      expect(count({ mapping: await runSample(scenario, projection.drained, sample) })).toEqual([]);
    },
    limit,
  );
});

/**
 * Strikes the first time and then every other one, a few times. A crash alone would find the function already at work on
 * everything that was read; so what is under way at a crash has not reached it.
 */
function everyOther(fault: MappingFault): Faults {
  const times = [1, 3, 5, 7, 9];
  const faults = fault.startsWith('crash') ? [fault, 'fail before invoke' as const] : [fault];
  return allFaults(...faults.flatMap((one) => times.map((nth) => faultAt(one, nth))));
}
