import { handler as project } from '../../../services/stream/project.ts';
import { installFaults, removeFaults } from '../install-faults.ts';
import { type Projection, startProjection } from '../projection.ts';
import { aloneScenarios, streamScenarios } from '../scenarios.ts';
import { countSchedules, runSchedules, type Scenario } from '../schedules.ts';
import { signUpScenarios } from '../sign-up-scenarios.ts';

/** `npm test` runs every single fault and some of the pairs, `npm run test:schedules` all pairs, a slice at a time. */
const [every = 397, from = 0] = (process.env.CRUDDUR_PAIRS?.split('/') ?? []).map(Number);
const pairs = { every, from };
const limit = 300_000;

beforeAll(installFaults);
afterAll(removeFaults);
const count = countSchedules();

/** Every slice runs the single faults, to find the pairs; the first one counts them. */
async function run(scenario: Scenario, drained: () => Promise<void>) {
  const { single, double } = await runSchedules(scenario, drained, pairs);
  return count(from === 0 ? { single, double } : { double });
}

test.each([...aloneScenarios, ...signUpScenarios])(
  '$name: after any faults no invariant is broken',
  async (scenario) => {
    expect(await run(scenario, async () => {})).toEqual([]);
  },
  limit,
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
      expect(await run(scenario, projection.drained)).toEqual([]);
    },
    limit,
  );
});
