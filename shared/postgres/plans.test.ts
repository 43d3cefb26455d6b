import { createPerson } from '../../test/accounts.ts';
import { masterUrl } from '../../test/master.ts';
import { carriedBy } from '../../test/statements.ts';
import { listHomeActivities } from './activities.ts';
import { connect, connectDatabase } from './client.ts';
import { searchUsers } from './users.ts';

/** `CRUDDUR_PLAN_ROWS=1000000` is the long form. */
const ROWS = Number(process.env.CRUDDUR_PLAN_ROWS ?? 40_000);
/** Pages of 8 KB that a bounded statement may touch, of the thousands that a scan takes. */
const MAX_PAGES = 100;

const sql = connect(masterUrl());
let someone: string;

beforeAll(async () => {
  someone = (await createPerson('planner')).uuid;
  await sql`set statement_timeout = 0`;
  // Realistic handles, from names, across the alphabet.
  await sql`
    insert into users (display_name, handle, email, cognito_user_id)
    select initcap(name) || ' ' || surname || ' ' || n, name || '_' || n, name || n || '@example.test', 'plan' || n
    from generate_series(1, ${ROWS}::int) n,
      lateral (select (array['anna','ben','carla','maria','nora','omar','sam','tom','xaver','zoe'])[1 + n % 10] as name,
        (array['Smith','Müller','Żak'])[1 + n % 3] as surname) names`;
  // The newest half has expired.
  await sql`
    insert into activities (user_uuid, message, created_at, expires_at)
    select ${someone}, 'text ' || n, now() - n * interval '1 second',
      case when n <= ${ROWS / 2}::int then now() - interval '1 second' when n % 2 = 0 then now() + interval '1 day' end
    from generate_series(1, ${ROWS}::int) n`;
  await sql`analyze users`;
  await sql`analyze activities`;
}, 600_000);
beforeEach(() => connectDatabase(() => connect(process.env.POSTGRES_URL ?? '')));
afterAll(() => sql.end());

test.each(['a', 'm', 'n', 'q', 'z', 'zoe_9', 'xaver', 'Zoe M', 'smith', 'muller 9', 'nobody at all', '-'])(
  'a search for %j touches a bounded number of pages',
  async (beginning) => {
    expect(await pagesOf(() => searchUsers(beginning, someone))).toBeLessThan(MAX_PAGES);
  },
);

test('the home feed touches a bounded number of pages, however many newer activities have expired', async () => {
  const newest = await listHomeActivities(100);
  expect(newest).toHaveLength(100);
  expect(newest[0]?.message).toBe(`text ${ROWS / 2 + 1}`);
  expect(newest.map(({ created_at }) => created_at)).toEqual(
    newest
      .map(({ created_at }) => created_at)
      .sort()
      .reverse(),
  );
  expect(await pagesOf(() => listHomeActivities(100))).toBeLessThan(MAX_PAGES);
});

/** Runs the statement under EXPLAIN with the generic plan, as in a container that has run it often. */
async function pagesOf(work: () => Promise<unknown>): Promise<number> {
  let pages = 0;
  // A connection of its own, because the next test ends it.
  const fresh = connect(masterUrl());
  await fresh`set plan_cache_mode = force_generic_plan`;
  const explaining = carriedBy(fresh, async (statement) => {
    const [row = {}] = await fresh`explain (analyze, buffers, format json) ${statement(fresh)}`;
    const [{ Plan: plan }] = row['QUERY PLAN'];
    pages = plan['Shared Hit Blocks'] + plan['Shared Read Blocks'];
    return [];
  });
  connectDatabase(() => explaining);
  await work();
  return pages;
}
