import { handler as project } from '../../../services/stream/project.ts';
import { installFaults, removeFaults } from '../install-faults.ts';
import { type Projection, startProjection } from '../projection.ts';
import { aloneScenarios, streamScenarios } from '../scenarios.ts';
import { runSchedules, type Tally } from '../schedules.ts';
import { signUpScenarios } from '../sign-up-scenarios.ts';

/** `npm test` runs every single fault and some of the pairs, `npm run test:schedules` all pairs. */
const all = process.env.CRUDDUR_SCHEDULES === 'all';
const totals = { single: 0, double: 0, violations: 0 };

beforeAll(installFaults);
afterAll(removeFaults);
afterAll(() => {
  const { single, double, violations } = totals;
  process.stdout.write(
    `schedules: ${single} of at most one fault, ${double} of two; ${violations} violations\n`,
  );
});

function count({ single, double }: { single: Tally; double: Tally }) {
  totals.single += single.schedules;
  totals.double += double.schedules;
  const violations = [...single.violations, ...double.violations];
  totals.violations += violations.length;
  return violations;
}

test.each([...aloneScenarios, ...signUpScenarios])(
  '$name: after any faults no invariant is broken',
  async (scenario) => {
    expect(count(await runSchedules(scenario, async () => {}, all ? 1 : 397))).toEqual([]);
  },
  all ? 3_600_000 : 300_000,
);

describe('behind the event source mapping', () => {
  let projection: Projection;
  beforeAll(async () => {
    projection = await startProjection(project);
  });
  afterAll(() => projection.stop());

  test.each(streamScenarios)(
    '$name: after any faults, once the stream is drained, no invariant is broken',
    async (scenario) => {
      expect(count(await runSchedules(scenario, projection.drained, all ? 1 : 397))).toEqual([]);
    },
    all ? 3_600_000 : 300_000,
  );
});
