import type { Page } from 'playwright-core';
import { openBrowser } from './browser.ts';
import { bubble, composer, write } from './conversation.ts';
import { connected } from './sockets.ts';
import { medianToBeSeen } from './time-to-be-seen.ts';
import { choose, twoBrowsers } from './two-browsers.ts';

// `npm run test:times` prints how long it takes until the other browser shows something. Nothing here asserts a time.
openBrowser();

const ROUNDS = 50;
/** The page tells of typing once in 4 s; the server drops what comes within 3.5 s. */
const BETWEEN_TYPING_MS = 4_100;

test('a message', async () => {
  const { left, right } = await twoBrowsers();
  await medianToBeSeen(right, ROUNDS, {
    name: 'message',
    before: (text) => composer(left).fill(text),
    act: () => composer(left).press('Enter'),
    look: inConversation,
  });
});

test('an edit', async () => {
  const { left, right } = await twoBrowsers();
  await medianToBeSeen(right, ROUNDS, {
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
});

test('a reaction', async () => {
  const { left, right } = await twoBrowsers();
  await choose(right, 'Begin', 'React with 👍');
  const chip = (page: Page) => page.getByRole('list', { name: 'Reactions' }).getByRole('button');
  await chip(left).waitFor();
  await medianToBeSeen(right, ROUNDS, {
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
});

test('typing', async () => {
  const { left, right } = await twoBrowsers();
  await Promise.all([connected(left), connected(right)]);
  await medianToBeSeen(right, ROUNDS, {
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
});

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
