import { jest } from '@jest/globals';
import { healthCheck } from './health.ts';

/** A store that counts its pings. */
function store() {
  const state = { pings: 0, isUp: true };
  const ping = async () => {
    state.pings += 1;
    if (!state.isUp) throw new Error('down');
  };
  return { state, ping };
}

let now: number;
beforeEach(() => {
  now = Date.now();
  jest.spyOn(Date, 'now').mockImplementation(() => now);
});
afterEach(() => jest.restoreAllMocks());

test('many who ask at once, and within a second, cost one ping of each store', async () => {
  const [postgres, dynamodb] = [store(), store()];
  const check = healthCheck({ postgres: postgres.ping, dynamodb: dynamodb.ping });
  await Promise.all(Array.from({ length: 100 }, check));
  now += 999;
  await check();
  expect([postgres.state.pings, dynamodb.state.pings]).toEqual([1, 1]);
  now += 1;
  await check();
  expect([postgres.state.pings, dynamodb.state.pings]).toEqual([2, 2]);
});

test('a store that is down is pinged as seldom, is not named, and is found well again', async () => {
  const postgres = store();
  postgres.state.isUp = false;
  const check = healthCheck({ postgres: postgres.ping });
  const refusals = await Promise.allSettled(Array.from({ length: 100 }, check));
  for (const refusal of refusals)
    expect(refusal).toMatchObject({
      reason: { status: 503, message: expect.not.stringMatching(/postgres/) },
    });
  expect(postgres.state.pings).toBe(1);
  postgres.state.isUp = true;
  now += 1_000;
  expect(await check()).toEqual({ status: 'ok' });
});
