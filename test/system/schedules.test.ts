import { handler as indexMessages } from '../../services/stream/index-messages.ts';
import { handler as project } from '../../services/stream/project.ts';
import { blockScenarios } from '../block-scenarios.ts';
import { changeScenarios } from '../change-scenarios.ts';
import { erasure } from '../erasure-scenarios.ts';
import { indexing } from '../index-scenarios.ts';
import { installFaults, removeFaults } from '../install-faults.ts';
import { type Projection, startProjection } from '../projection.ts';
import { aloneScenarios, streamScenarios } from '../scenarios.ts';
import { countSchedules, runSchedules, type Scenario } from '../schedules.ts';
import { verifyAll } from '../search-index.ts';
import { signUpScenarios } from '../sign-up-scenarios.ts';

/**
 * `npm test` runs every fifth single fault, beginning with another of five by turns, because the operations have calls in
 * common; and some of the pairs. `npm run test:schedules` runs all pairs, in slices by their first fault: `8/0`
 * is every eighth from the first on.
 */
const slice = process.env.CRUDDUR_SLICE;
const [every = 1, from = 0] = (slice?.split('/') ?? []).map(Number);
const alone = [...aloneScenarios, ...signUpScenarios, erasure, indexing];
const streamed = [...streamScenarios, ...changeScenarios, ...blockScenarios];
const whichOf = (scenario: Scenario) =>
  slice
    ? { firsts: { every, from }, onePairIn: 1 }
    : { firsts: sampleOf(scenario), onePairIn: scenario === erasure ? 1_999 : 199 };
/** An erasure has many steps, each with several calls. */
const sampleOf = (scenario: Scenario) => ({
  every: scenario === erasure ? 61 : 5,
  from: [...alone, ...streamed].indexOf(scenario),
});
const limit = slice ? 3_600_000 : 300_000;

beforeAll(installFaults);
afterAll(removeFaults);
const count = countSchedules();

test.each(alone)(
  '$name: after any faults no invariant is broken',
  async (scenario) => {
    expect(count(await runSchedules(scenario, async () => {}, whichOf(scenario)))).toEqual([]);
  },
  limit,
);

describe('behind the event source mapping', () => {
  let followers: Projection[];
  beforeAll(async () => {
    followers = await Promise.all([
      startProjection(project),
      startProjection(indexMessages, 'indexMessages'),
    ]);
  });
  const drained = async () => void (await Promise.all(followers.map((follower) => follower.drained())));
  afterAll(async () => {
    // Whatever was done under faults: the search has every message, and nothing else.
    await drained();
    await Promise.all(followers.map((follower) => follower.stop()));
    expect(await verifyAll()).toEqual([]);
  });

  test.each(streamed)(
    '$name: after any faults, once the stream is drained, no invariant is broken',
    async (scenario) => {
      expect(count(await runSchedules(scenario, drained, whichOf(scenario)))).toEqual([]);
    },
    limit,
  );
});
