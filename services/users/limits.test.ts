import { jest } from '@jest/globals';
import { createExtra, createPerson, createStranger, type Person } from '../../test/accounts.ts';
import { call } from '../../test/call.ts';
import { stopClock } from '../../test/clock-stopped.ts';
import { Schedule } from '../../test/faults.ts';
import { strikeCalls } from '../../test/install-faults.ts';

process.env.CRUDDUR_LIMITS = 'searches=4,peopleFound=30,renames=2';
const { handler: searchUsers } = await import('./search-users.ts');
const { handler: updateMe } = await import('./update-me.ts');
const { handler: getMe } = await import('./get-me.ts');

beforeAll(async () => {
  for (const letter of ['a', 'b'])
    await Promise.all(Array.from({ length: 21 }, (_, n) => createPerson(`${letter}${letter}_${n}_x`)));
});
let goOn: (seconds: number) => void;
beforeEach(() => {
  goOn = stopClock();
});
afterEach(() => jest.restoreAllMocks());

const search = (as: Person, q: string) => call(searchUsers, 'searchUsers', { as, query: { q } });

test('searches are limited in a minute, for each account by itself', async () => {
  const [ann, ben] = await Promise.all([createExtra(), createExtra()]);
  const statuses = [];
  for (let count = 0; count < 5; count++) statuses.push((await search(ann, 'nobody')).status);
  expect(statuses).toEqual([200, 200, 200, 200, 429]);
  expect((await search(ben, 'nobody')).status).toBe(200);
});

test('nobody reads the directory: different people count, the same ones again do not', async () => {
  const ann = await createExtra();
  const searched = async (q: string) => {
    goOn(60);
    const { status, body, headers } = await search(ann, q);
    return [status, status === 200 ? body.length : headers['retry-after']];
  };
  expect(await searched('aa')).toEqual([200, 20]);
  expect(await searched('aa_')).toEqual([200, 20]);
  // The answer that reaches the limit is whole.
  expect(await searched('bb')).toEqual([200, 20]);
  const seconds = 86_400 - Math.floor((Date.now() / 1000 + 60) % 86_400);
  expect(await searched('bb')).toEqual([429, `${seconds}`]);
});

test('a search goes on without the counters', async () => {
  strikeCalls();
  const ann = await createExtra();
  await search(ann, 'aa');
  const schedule = new Schedule({ 0: 'store down' });
  expect(await schedule.process(() => search(ann, 'aa'))).toMatchObject({ status: 200 });
});

test('renames are limited in a day, and a refused one changes nothing', async () => {
  const ann = await createStranger();
  const statuses = [];
  for (const display_name of ['One', 'Two', 'Three'])
    statuses.push((await call(updateMe, 'updateMe', { as: ann, body: { display_name } })).status);
  expect(statuses).toEqual([200, 200, 429]);
  expect((await call(getMe, 'getMe', { as: ann })).body.display_name).toBe('Two');
});
