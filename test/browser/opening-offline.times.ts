import type { Page } from 'playwright-core';
import { median } from '../../bench/statistics.ts';
import { newContext, openBrowser, sizes } from './browser.ts';
import { slowProcessor } from './conditions.ts';
import { bubble } from './conversation.ts';
import { importList, importPast } from './import-conversation.ts';
import { reportTable } from './page-report.ts';
import { newPerson, storageOf } from './people.ts';
import { until } from './until.ts';

// `npm run test:times` prints how long the page takes to open without a network. Nothing here asserts a time.
openBrowser();

const ROUNDS = Number(process.env.CRUDDUR_ROUNDS ?? 5);
const LENGTH = 200;

test('opening the page without a network', async () => {
  const [fast, slow] = [await openings(false), await openings(true)];
  const rows = [
    'the first row of the list',
    'the messages of the conversation',
    'both, with a token that expired',
  ];
  await reportTable(
    `The conversation that was open before is opened again without a network, from the navigation until it shows: the service worker
has the page, IndexedDB the list and the messages. Medians of ${ROUNDS}.`,
    {
      title: 'Opening offline, milliseconds',
      columns: ['what shows', 'desktop', 'a processor 4 times slower'],
      rows: rows.map((row, index) => [row, fast[index] ?? Number.NaN, slow[index] ?? Number.NaN]),
    },
  );
});

async function openings(isSlow: boolean): Promise<number[]> {
  const me = await newPerson('Marcus');
  await importList(me, 40);
  const group = await importPast(me, await newPerson('Lorien'), { length: LENGTH, readTo: LENGTH });
  const context = await newContext({
    serviceWorkers: 'allow',
    viewport: sizes.desktop,
    storageState: storageOf(me),
  });
  const page = await context.newPage();
  await page.addInitScript(noteWhatShows);
  await page.goto(`/messages/${group}`);
  await bubble(page, String(LENGTH)).waitFor();
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  await until(() => keeps(page, group));
  await context.setOffline(true);
  if (isSlow) await slowProcessor(page);
  const shown: Shown[] = [];
  for (let round = 0; round < ROUNDS; round++) shown.push(await reopen(page));
  await page.evaluate(() => {
    const session = JSON.parse(localStorage.getItem('cruddur.session') ?? '');
    localStorage.setItem('cruddur.session', JSON.stringify({ ...session, expiresAt: Date.now() - 1 }));
  });
  const expired: Shown[] = [];
  for (let round = 0; round < ROUNDS; round++) expired.push(await reopen(page));
  await context.close();
  const medianOf = (of: (each: Shown) => number, all = shown) => Math.round(median(all.map(of)));
  const both = ({ row, messages }: Shown) => Math.max(row, messages);
  return [medianOf(({ row }) => row), medianOf(({ messages }) => messages), medianOf(both, expired)];
}

/** Milliseconds since the navigation. */
interface Shown {
  row: number;
  messages: number;
}

async function reopen(page: Page): Promise<Shown> {
  await page.reload();
  const found = await page.waitForFunction(() => {
    const shown = Reflect.get(window, 'shown') as Partial<Shown>;
    return shown.row !== undefined && shown.messages !== undefined && (shown as Shown);
  });
  return found.jsonValue() as Promise<Shown>;
}

/** Runs in the page: notes when the frame with the first row, and the one with messages, was drawn. */
function noteWhatShows(): void {
  const shown: Partial<Shown> = {};
  Reflect.set(window, 'shown', shown);
  const parts = { row: '.group', messages: 'article' } as const;
  const look = () => {
    for (const [part, selector] of Object.entries(parts) as [keyof Shown, string][]) {
      if (shown[part] === undefined && document.querySelector(selector)) shown[part] = performance.now();
    }
    if (shown.row === undefined || shown.messages === undefined) requestAnimationFrame(look);
  };
  look();
}

/** Whether the browser has kept a conversation for reading offline. */
function keeps(page: Page, group: string): Promise<boolean> {
  return page.evaluate(async (wanted) => {
    const opened = indexedDB.open('cruddur');
    await new Promise((resolve) => opened.addEventListener('success', resolve));
    const keys = opened.result.transaction('kept').objectStore('kept').getAllKeys();
    await new Promise((resolve) => keys.addEventListener('success', resolve));
    opened.result.close();
    return keys.result.some((key) => String(key).includes(wanted));
  }, group);
}
