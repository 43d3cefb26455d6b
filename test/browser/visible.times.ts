import type { Page } from 'playwright-core';
import { median } from '../../bench/statistics.ts';
import { openBrowser } from './browser.ts';
import { bubble, composer, write } from './conversation.ts';
import { reportTable } from './page-report.ts';
import { connected } from './sockets.ts';
import { timesToBeSeen } from './time-to-be-seen.ts';
import { choose, twoBrowsers } from './two-browsers.ts';

// `npm run test:times` prints how long it takes until the other browser shows something. Nothing here asserts a time.
openBrowser();

const ROUNDS = Number(process.env.CRUDDUR_ROUNDS ?? 50);
const rows: [what: string, median: number, longest: number][] = [];
afterAll(() =>
  reportTable(
    `From the key or click in one browser until the other browser shows it, by one clock; both are connected. Of ${ROUNDS} each.`,
    {
      title: 'Until the other browser shows it, milliseconds',
      columns: ['what', 'median', 'longest'],
      rows,
    },
  ),
);
/** The page tells of typing once in 4 s; the server drops what comes within 3.5 s. */
const BETWEEN_TYPING_MS = 4_100;

test('a message', async () => {
  const { left, right } = await twoBrowsers();
  const times = await timesToBeSeen(right, ROUNDS, {
    name: 'message',
    before: (text) => composer(left).fill(text),
    act: () => composer(left).press('Enter'),
    look: inConversation,
  });
  note('a message', times);
});

test('an edit', async () => {
  const { left, right } = await twoBrowsers();
  const times = await timesToBeSeen(right, ROUNDS, {
    name: 'edit',
    // A message is edited at most ten times.
    async before(text) {
      await write(left, `To edit: ${text}`);
      await bubble(left, `To edit: ${text}`).getByText('Sent').waitFor({ state: 'attached' });
      await bubble(right, `To edit: ${text}`).waitFor();
      await composer(left).press('ArrowUp');
      await left.getByRole('textbox', { name: 'Edit the message' }).fill(text);
    },
    act: () => left.getByRole('textbox', { name: 'Edit the message' }).press('Enter'),
    look: inConversation,
  });
  note('an edit', times);
});

test('a reaction', async () => {
  const { left, right } = await twoBrowsers();
  await choose(right, 'Begin', 'React with 👍');
  const chip = (page: Page) => page.getByRole('list', { name: 'Reactions' }).getByRole('button');
  await chip(left).waitFor();
  const times = await timesToBeSeen(right, ROUNDS, {
    name: 'reaction',
    before: async () => {
      if ((await chip(left).getAttribute('aria-pressed')) === 'false') return;
      await chip(left).click();
      await chip(right).filter({ hasNotText: '2' }).waitFor();
      await left.locator('.reaction[aria-pressed="false"]').waitFor();
    },
    act: () => chip(left).click(),
    look: isTwofold,
  });
  note('a reaction', times);
});

test('typing', async () => {
  const { left, right } = await twoBrowsers();
  await Promise.all([connected(left), connected(right)]);
  const times = await timesToBeSeen(right, ROUNDS, {
    name: 'typing',
    async before(text) {
      await write(left, text);
      await bubble(right, text).waitFor();
      await right.locator('.pane-who .typing').waitFor({ state: 'detached' });
      await left.waitForTimeout(BETWEEN_TYPING_MS);
    },
    act: () => composer(left).press('a'),
    look: isTyping,
  });
  note('typing', times);
});

function note(what: string, times: readonly number[]): void {
  rows.push([what, Math.round(median(times)), Math.max(...times)]);
}

/** Runs in the page. */
function inConversation(wanted: string): boolean {
  const texts = [...document.querySelectorAll('article .text')];
  return texts.some(({ textContent }) => textContent === wanted);
}

/** Runs in the page. */
function isTwofold(): boolean {
  return document.querySelector('.reaction-count')?.textContent === '2';
}

/** Runs in the page. */
function isTyping(): boolean {
  return document.querySelector('.pane-who .typing') !== null;
}
