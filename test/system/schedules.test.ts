import { handler as project } from '../../services/stream/project.ts';
import { changeScenarios } from '../change-scenarios.ts';
import { installFaults, removeFaults } from '../install-faults.ts';
import { type Projection, startProjection } from '../projection.ts';
import { aloneScenarios, streamScenarios } from '../scenarios.ts';
import { countSchedules, runSchedules } from '../schedules.ts';
import { signUpScenarios } from '../sign-up-scenarios.ts';

/**
 * `npm test` runs every single fault and some of the pairs; `npm run test:schedules` all pairs, in slices by their first
 * fault: `8/0` is every eighth from the first on.
 */
const slice = process.env.CRUDDUR_SLICE;
const [every = 1, from = 0] = (slice?.split('/') ?? []).map(Number);
const which = { firsts: { every, from }, onePairIn: slice ? 1 : 397 };
const limit = 300_000;

beforeAll(installFaults);
afterAll(removeFaults);
const count = countSchedules();

test.each([...aloneScenarios, ...signUpScenarios])(
  '$name: after any faults no invariant is broken',
  async (scenario) => {
    expect(count(await runSchedules(scenario, async () => {}, which))).toEqual([]);
  },
  limit,
);

describe('behind the event source mapping', () => {
  let projection: Projection;
  beforeAll(async () => {
    projection = await startProjection(project);
  });
  afterAll(() => projection.stop());

  test.each([...streamScenarios, ...changeScenarios])(
    '$name: after any faults, once the stream is drained, no invariant is broken',
    async (scenario) => {
      expect(count(await runSchedules(scenario, projection.drained, which))).toEqual([]);
    },
    limit,
  );
});
