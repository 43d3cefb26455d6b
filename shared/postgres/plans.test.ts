import { createPerson } from '../../test/accounts.ts';
import { masterUrl } from '../../test/master.ts';
import { carriedBy } from '../../test/statements.ts';
import { listHomeActivities } from './activities.ts';
import { connect, connectDatabase } from './client.ts';
import { type FoundPlace, findPlaces } from './searched-messages.ts';
import { searchUsers } from './users.ts';

/** `CRUDDUR_PLAN_ROWS=1000000` is the long form. */
const ROWS = Number(process.env.CRUDDUR_PLAN_ROWS ?? 40_000);
/** Pages of 8 KB that a bounded statement may touch, of the thousands that a scan takes. */
const MAX_PAGES = 100;
/** A word that more of somebody's messages have is looked for in their newest ones alone. */
const NEWEST = 2_000;
/** At least so many words of one person fit a page of the index. */
const WORDS_A_PAGE = 100;

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
  // Every eighth message is somebody's own, and has a word that all have; one in a thousand a rare one.
  await sql`
    insert into searched_messages
    select member, '2026-01-01T00:00:00.000Z#' || gen_random_uuid(), gen_random_uuid(), 0,
      array_to_tsvector(array(select left(member::text, 8) || word
        from unnest(array['all', 'n' || n, case when n % 1000 = 0 then 'rare' end]) word where word is not null))
    from generate_series(1, ${ROWS}::int) n,
      lateral (select case when n % 8 = 0 then ${someone}::uuid else gen_random_uuid() end as member) members`;
  await sql`analyze searched_messages`;
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

test.each([
  ['rare', (n: number) => n % 1000 === 0],
  ['rare n1', (n: number) => n % 1000 === 0 && String(n).startsWith('1')],
  ['n80', (n: number) => String(n).startsWith('80')],
  ['nobody wrote this', () => false],
])('a search in messages for %j touches a bounded number of pages', async (q, isFound) => {
  const options = { limit: 20 };
  const own = Array.from({ length: ROWS / 8 }, (_, n) => (n + 1) * 8);
  const found = own.filter(isFound).length;
  expect((await findPlaces(someone, q, options)).places).toHaveLength(Math.min(found, 20));
  // Each message that has the words may be in a page of its own, and all own words that begin so are looked through.
  const [, digits] = /n(\d+)/.exec(q) ?? [];
  const words = digits === undefined ? 0 : own.filter((n) => String(n).startsWith(digits)).length;
  const pages = await pagesOf(() => findPlaces(someone, q, options));
  expect(pages).toBeLessThan(MAX_PAGES + Math.min(found, NEWEST) + words / WORDS_A_PAGE);
});

test('a search for a word that all messages have reads the newest of the 2,000 that it may', async () => {
  const pages: string[] = [];
  let before: FoundPlace | undefined;
  do {
    const { places, next } = await findPlaces(someone, 'all', { limit: 100, before });
    pages.push(...places.map(({ place }) => place));
    before = next;
  } while (before && pages.length < 300);
  expect(pages).toEqual([...new Set(pages)].sort().reverse());
  expect(pages).toHaveLength(300);
  const { scans } = await explained(() => findPlaces(someone, 'all', { limit: 100 }));
  expect(scans.sort()).toEqual(['searched_messages_pkey', 'searched_messages_words']);
});

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

const pagesOf = async (work: () => Promise<unknown>) => (await explained(work)).pages;

/** Runs statements under EXPLAIN with the generic plan, as in a container that has run them often. */
async function explained(work: () => Promise<unknown>): Promise<{ pages: number; scans: string[] }> {
  let pages = 0;
  const scans: string[] = [];
  // A connection of its own, because the next test ends it.
  const fresh = connect(masterUrl());
  await fresh`set plan_cache_mode = force_generic_plan`;
  const explaining = carriedBy(fresh, async (statement) => {
    const [row = {}] = await fresh`explain (analyze, buffers, format json) ${statement(fresh)}`;
    const [{ Plan: plan }] = row['QUERY PLAN'];
    pages += plan['Shared Hit Blocks'] + plan['Shared Read Blocks'];
    scans.push(...scansOf(plan));
    return statement(fresh);
  });
  connectDatabase(() => explaining);
  await work();
  return { pages, scans };
}

/** What the parts of a plan read of the messages: an index, or the table from end to end. */
function scansOf(plan: Plan): string[] {
  const isWhole = plan['Node Type'] === 'Seq Scan' && plan['Relation Name'] === 'searched_messages';
  const own = plan['Index Name'] ?? (isWhole ? 'from end to end' : undefined);
  return [...(own ? [own] : []), ...(plan.Plans ?? []).flatMap(scansOf)];
}

interface Plan {
  'Node Type': string;
  'Relation Name'?: string;
  'Index Name'?: string;
  Plans?: Plan[];
}
