import type { Page } from 'playwright-core';
import { median } from '../../bench/statistics.ts';
import { newContext, openBrowser, sizes } from './browser.ts';
import { slowNetwork, slowProcessor } from './conditions.ts';
import { bubble, bubbles, composer, groupRow } from './conversation.ts';
import { firstLoads } from './first-load.ts';
import { importList, importPast } from './import-conversation.ts';
import { reportTable } from './page-report.ts';
import { newPerson, type Person, storageOf } from './people.ts';
import { connected } from './sockets.ts';
import { openMenu } from './two-browsers.ts';
import { longestInput, vitalsOf, watchVitals } from './vitals.ts';

// `npm run test:times` prints the page's vital figures. Nothing here asserts a time, but that a figure was obtained.
openBrowser();

const ROUNDS = Number(process.env.CRUDDUR_ROUNDS ?? 5);
const LENGTH = 200;
let me: Person;
let group: string;
beforeAll(async () => {
  me = await newPerson('Marcus');
  const textOf = (number: number) => `#${number} ${'some words to break the line '.repeat((number * 7) % 9)}`;
  await importList(me, 40);
  group = await importPast(me, await newPerson('Lorien'), { length: LENGTH, textOf, readTo: LENGTH });
});

const pages = [
  {
    name: 'sign in',
    path: () => '/signin',
    look: (page: Page) => page.getByRole('textbox', { name: 'Password' }),
  },
  { name: 'Messages', path: () => '/messages', look: (page: Page) => groupRow(page, 'Lorien') },
  {
    name: 'a conversation',
    path: () => `/messages/${group}`,
    look: (page: Page) => bubble(page, `#${LENGTH} `),
  },
];

test('LCP and CLS of opening a page', async () => {
  const rows: (string | number)[][] = [];
  for (const each of pages) {
    const [desktop, phone] = [await openings(each, 'desktop'), await openings(each, 'phone')];
    for (const visit of ['cold', 'warm'] as const) {
      const shifts = [...desktop[visit].shifts, ...phone[visit].shifts];
      expect(shifts).toEqual(Array(2 * ROUNDS).fill(0));
      const times = [desktop, phone].map((found) => Math.round(median(found[visit].times)));
      rows.push([each.name, visit, ...times, Math.max(...shifts)]);
    }
  }
  await reportTable(
    `LCP is the time from the navigation until the largest text shows, CLS how far anything jumps while the page opens, INP the time
from an input to the next frame: by the browser's own observers and the rules of the library \`web-vitals\`. Good are at most
2,500 ms, 0.1 and 200 ms. Cold is a browser that was never there, warm one whose service worker has the page. The phone
is Lighthouse's: a processor 4 times slower, 1.6 Mbit/s, 150 ms. Medians of ${ROUNDS}.`,
    {
      title: 'Opening a page, milliseconds',
      columns: ['page', 'visit', 'LCP, desktop', 'LCP, phone', 'CLS, the most'],
      rows,
    },
  );
});

/** Opens a page in new browser profiles, and again in each. */
async function openings({ name, path, look }: (typeof pages)[number], size: keyof typeof sizes) {
  const found = {
    cold: { times: [] as number[], shifts: [] as number[] },
    warm: { times: [] as number[], shifts: [] as number[] },
  };
  for (let round = 0; round < ROUNDS; round++) {
    const storage = name === 'sign in' ? {} : { storageState: storageOf(me) };
    const context = await newContext({ serviceWorkers: 'allow', viewport: sizes[size], ...storage });
    await watchVitals(context);
    const page = await context.newPage();
    for (const visit of ['cold', 'warm'] as const) {
      if (size === 'phone') await Promise.all([slowProcessor(page), slowNetwork(page)]);
      await page.goto(path());
      await look(page).waitFor();
      await page.waitForLoadState('networkidle');
      const { LCP = Number.NaN, CLS = Number.NaN } = await vitalsOf(page);
      expect(LCP).toBeGreaterThan(0);
      found[visit].times.push(LCP);
      found[visit].shifts.push(CLS);
      await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
      await page.goto('about:blank');
    }
    await context.close();
  }
  return found;
}

test('what is loaded first', async () => {
  const { toSignIn, toRead } = await firstLoads();
  await reportTable(
    'The document, scripts and styles that a browser which was never there loads before a page shows, compressed by gzip.',
    {
      title: 'First load, KB',
      columns: ['page', 'KB', 'limit'],
      rows: [
        ['sign in', toSignIn, 130],
        ['a conversation', toRead, 190],
      ],
    },
  );
});

test('INP of a walk through the page', async () => {
  const [fast, slow] = [await walk(false), await walk(true)];
  const rows = fast.map(([step, longest], index) => [step, longest, slow[index]?.[1] ?? '']);
  await reportTable(
    'A walk through the page by mouse and keyboard, in its desktop layout; each step several times.',
    {
      title: 'The longest input of each step, milliseconds',
      columns: ['step', 'desktop', 'a processor 4 times slower'],
      rows,
    },
  );
});

async function walk(isSlow: boolean): Promise<[step: string, longest: number | string][]> {
  const context = await newContext({ storageState: storageOf(me) });
  await watchVitals(context);
  const page = await context.newPage();
  await page.goto('/messages');
  await connected(page);
  if (isSlow) await slowProcessor(page);
  const found: [string, number | string][] = [];
  for (const [step, act] of steps) {
    await act(page);
    found.push([step, await longestInput(page)]);
  }
  const { INP } = await vitalsOf(page);
  expect(INP).toBeGreaterThan(0);
  await context.close();
  return [...found, ['INP', Math.round(INP ?? Number.NaN)]];
}

const steps: [name: string, act: (page: Page) => Promise<unknown>][] = [
  [
    'open a conversation',
    async (page) => {
      for (const place of [1, 2, 3, 4, 5]) {
        await groupRow(page, `Number ${place}`).first().click();
        await bubbles(page).first().waitFor();
      }
      await groupRow(page, 'Lorien').click();
      await bubble(page, `#${LENGTH} `).waitFor();
    },
  ],
  ['write', (page) => composer(page).pressSequentially('A message of some words that somebody types.')],
  [
    'send',
    async (page) => {
      await composer(page).press('Enter');
      await bubble(page, 'somebody types').getByText('Sent').waitFor({ state: 'attached' });
    },
  ],
  [
    'open the menu of a message, react',
    async (page) => {
      for (const emoji of ['👍', '😂']) {
        await openMenu(page, `#${LENGTH} `);
        await page.getByRole('menuitem', { name: `React with ${emoji}` }).click();
        await page.getByRole('list', { name: 'Reactions' }).filter({ hasText: emoji }).waitFor();
      }
    },
  ],
  [
    'search the list',
    async (page) => {
      const search = page.getByRole('searchbox');
      await search.pressSequentially('number 17');
      await groupRow(page, 'Number 17').waitFor();
      await search.press('Escape');
      await groupRow(page, 'Lorien').waitFor();
    },
  ],
  [
    'go to a person',
    async (page) => {
      await page.keyboard.press('Control+k');
      await page.getByRole('dialog', { name: 'Go to' }).getByRole('combobox').pressSequentially('lorien');
      await page.getByRole('option').first().waitFor();
      await page.keyboard.press('Escape');
    },
  ],
  [
    'open the settings, change the theme',
    async (page) => {
      await page.getByRole('link', { name: 'Settings' }).first().click();
      for (const name of ['Dark', 'Light', 'System']) await page.getByRole('radio', { name }).click();
      await page.getByRole('link', { name: /^Messages/ }).click();
      await groupRow(page, 'Lorien').waitFor();
    },
  ],
];
