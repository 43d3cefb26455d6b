import type { Page } from 'playwright-core';
import { percentile, round } from '../../bench/statistics.ts';
import { openBrowser } from './browser.ts';
import { bubbles, groupRow } from './conversation.ts';
import { importList, importPast } from './import-conversation.ts';
import { reportTable } from './page-report.ts';
import { newPerson, openPage } from './people.ts';
import { PIXELS_PER_SECOND, type Scrolled, scrollSteadily } from './scrolling.ts';
import { until } from './until.ts';

// `npm run test:times` prints what scrolling takes. Nothing here asserts a time.
openBrowser();

const [SHORT, LONG] = [100, Number(process.env.CRUDDUR_LENGTH ?? 10_000)];
const [FEW, MANY] = [50, Number(process.env.CRUDDUR_ROWS ?? 2_000)];
/** How much is scrolled at a time, and how much of each. */
const STEP_PX = 4_000;
const MOST_PX = 400_000;

test('scrolling through a conversation', async () => {
  const found: [string, Scrolled[]][] = [];
  for (const length of [SHORT, LONG]) {
    const me = await newPerson('Zack');
    const textOf = (number: number) =>
      `#${number} ${'some words to break the line '.repeat((number * 7) % 9)}`;
    const group = await importPast(me, await newPerson('Lyta'), { length, textOf, readTo: length });
    const page = await openPage(me, `/messages/${group}`);
    await bubbles(page).first().waitFor();
    const area = '.talk-scroll';
    found.push([`${length} messages, up`, await through(page, area, -STEP_PX)]);
    found.push([`${length} messages, down again`, await through(page, area, STEP_PX)]);
    await page.context().close();
  }
  await report('a conversation', found);
});

test('scrolling through the list of conversations', async () => {
  const found: [string, Scrolled[]][] = [];
  for (const count of [FEW, MANY]) {
    const me = await newPerson('Zack');
    await importList(me, count);
    const page = await openPage(me, '/messages');
    await groupRow(page, 'Number 1').first().waitFor();
    const area = '.groups-scroll';
    found.push([`${count} conversations, down`, await through(page, area, STEP_PX)]);
    found.push([`${count} conversations, up again`, await through(page, area, -STEP_PX)]);
    await page.context().close();
  }
  await report('the list', found);
});

/** Scrolls until the end is reached, or far enough. */
async function through(page: Page, area: string, step: number): Promise<Scrolled[]> {
  const found: Scrolled[] = [];
  let travelled = 0;
  await until(async () => {
    const scrolled = await scrollSteadily(page, area, step);
    if (scrolled.pixels > 0) found.push(scrolled);
    travelled += scrolled.pixels;
    return scrolled.pixels === 0 || travelled > MOST_PX;
  }, 600_000);
  return found;
}

/** Two tables of what was scrolled: the work, which a busy machine does not change, and the frames that were drawn. */
async function report(
  what: string,
  scrolled: readonly (readonly [name: string, Scrolled[]])[],
): Promise<void> {
  await reportTable(workIntro, {
    title: `Work of scrolling through ${what}, milliseconds of the main thread's CPU for each 1,000 px`,
    columns: [
      'what',
      'pixels',
      'all',
      'scripts',
      'layout',
      'styles',
      'a frame at 60 a second',
      'most elements',
    ],
    rows: scrolled.map(([name, all]) => [name, ...workOf(all)]),
  });
  await reportTable(framesIntro, {
    title: `Frames while scrolling through ${what}, milliseconds`,
    columns: ['what', 'frames', 'over 20 ms', 'over 34 ms', 'p95', 'longest'],
    rows: scrolled.map(([name, all]) => [name, ...framesOf(all.flatMap(({ frames }) => frames))]),
  });
}

const workIntro = `By wheel, ${PIXELS_PER_SECOND} px a second, through everything or ${MOST_PX.toLocaleString('en')} px, loading what comes; then back. A frame at 60 a second has 16.7 ms, and
scrolls by ${Math.round(PIXELS_PER_SECOND / 60)} px.`;
const framesIntro =
  'The times from each frame to the next, by `requestAnimationFrame`, in the same scrolling.';

function workOf(all: readonly Scrolled[]): number[] {
  const sum = (of: (each: Scrolled) => number) => all.reduce((total, each) => total + of(each), 0);
  const pixels = sum((each) => each.pixels);
  const per1000 = (part: keyof Scrolled['cpu']) => (sum(({ cpu }) => cpu[part]) / pixels) * 1000;
  return [
    Math.round(pixels),
    ...(['all', 'script', 'layout', 'style'] as const).map((part) => round(per1000(part))),
    round((per1000('all') * PIXELS_PER_SECOND) / 60 / 1000),
    Math.max(...all.map(({ elements }) => elements)),
  ];
}

function framesOf(frames: readonly number[]): (string | number)[] {
  const share = (limit: number) =>
    round((100 * frames.filter((each) => each > limit).length) / frames.length);
  return [
    frames.length,
    `${share(20)} %`,
    `${share(34)} %`,
    Math.round(percentile(frames, 0.95)),
    Math.round(Math.max(...frames)),
  ];
}
