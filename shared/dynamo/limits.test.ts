import { randomUUID } from 'node:crypto';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { jest } from '@jest/globals';
import { Schedule } from '../../test/faults.ts';
import { strikeCalls } from '../../test/install-faults.ts';
import { metered } from '../edge/metering.ts';
import { documents, tableName } from './client.ts';
import { limitKey } from './keys.ts';

process.env.CRUDDUR_LIMITS = 'signUps=3';
process.env.CRUDDUR_LOG = 'on';
const { countUse, isOver, spend } = await import('./limits.ts');
const { InvalidLimits, limitOf } = await import('../limits.ts');

/** A moment at the start of a window of an hour. */
const START_MS = Date.UTC(2026, 10, 26, 12);

function at(time: number): void {
  jest.restoreAllMocks();
  jest.spyOn(Date, 'now').mockReturnValue(time);
}
beforeEach(() => at(START_MS));
afterEach(() => jest.restoreAllMocks());

/** How many of `count` concurrent uses pass. */
async function passing(count: number, subject: string): Promise<number> {
  const uses = await Promise.allSettled(Array.from({ length: count }, () => spend('signUps', subject)));
  return uses.filter(({ status }) => status === 'fulfilled').length;
}

test('a limit holds exactly for uses at once, and for each subject by itself', async () => {
  const [ann, ben] = [randomUUID(), randomUUID()];
  expect(await passing(12, ann)).toBe(3);
  expect(await passing(2, ben)).toBe(2);
});

test('a use over the limit is told when the window ends, and passes afterwards', async () => {
  const ann = randomUUID();
  await passing(3, ann);
  at(START_MS + 3_540_000);
  await expect(spend('signUps', ann)).rejects.toMatchObject({ codes: ['rate_limited'], retryAfter: 60 });
  at(START_MS + 3_600_000);
  expect(await spend('signUps', ann)).toMatchObject({ used: 1, limit: 3, reset_s: 3600 });
});

test('a use costs one write unit, and its item goes away after the window', async () => {
  const ann = randomUUID();
  await metered(async (consumption) => {
    await countUse('signUps', ann);
    await countUse('signUps', ann);
    expect(consumption).toMatchObject({ readUnits: 0, writeUnits: 2 });
  });
  const Key = limitKey(ann, 'signUps', START_MS / 3_600_000);
  const { Item } = await documents.send(new GetCommand({ TableName: tableName, Key, ConsistentRead: true }));
  expect(Item).toEqual({ ...Key, used: 2, expires_at: (START_MS + 3_600_000) / 1000 });
});

test.each(['store down', 'throttled throughout'] as const)(
  'a counter that cannot be written (%s) lets the use pass, and a metric says so',
  async (fault) => {
    strikeCalls();
    const written = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
    const use = await new Schedule({ 0: fault }).process(() =>
      metered(() => spend('signUps', randomUUID()), 'preSignUp'),
    );
    const lines = written.mock.calls.map(([line]) => JSON.parse(String(line)));
    expect([use, isOver(undefined)]).toEqual([undefined, false]);
    expect(lines).toEqual([
      expect.objectContaining({
        message: 'uncounted',
        operation: 'preSignUp',
        limit: 'signUps',
        uncounted: 1,
      }),
    ]);
    expect(lines[0]._aws.CloudWatchMetrics[0].Metrics).toEqual([{ Name: 'uncounted', Unit: 'Count' }]);
  },
);

test('a stage sets the numbers that it names, and keeps the others', () => {
  expect([limitOf('signUps').limit, limitOf('signUpsOfAddress').limit]).toEqual([3, 5]);
});

test.each(['signUps=0', 'signUps=many', 'signups=3', 'toString=3', 'signUps'])(
  'the setting %s is refused while the function loads',
  async (setting) => {
    jest.resetModules();
    process.env.CRUDDUR_LIMITS = setting;
    await expect(import('../limits.ts')).rejects.toMatchObject({ name: InvalidLimits.name });
  },
);
