import type { Page } from 'playwright-core';
import type { MessageGroup } from '../../../shared/contract.ts';
import { openBrowser } from './browser.ts';
import { bubble, bubbles } from './conversation.ts';
import { call, newPerson, openPage, type Person, send } from './people.ts';
import { until } from './until.ts';

openBrowser();

const LENGTH = 1300;
let group: string;
let me: Person;

beforeAll(async () => {
  const other = await newPerson('Psi');
  me = await newPerson('Byron');
  for (let start = 1; start <= LENGTH; start += 20) {
    const numbers = Array.from({ length: Math.min(20, LENGTH + 1 - start) }, (_, index) => start + index);
    const sent = await Promise.all(
      numbers.map((number) => send(number % 3 ? me : other, number % 3 ? other : me, textOf(number))),
    );
    group = sent[0]?.message_group_uuid ?? '';
  }
  // The stream has brought the list up to date: no backlog is left for what is tested next.
  await until(async () => {
    const [row] = await call<MessageGroup[]>(me, 'GET', '/api/message_groups');
    return row && Number(row.message.match(/^#(\d+) /)?.[1]) > LENGTH - 20;
  }, 120_000);
}, 300_000);

test('older messages load while scrolling up, and what is being read does not move', async () => {
  const page = await openPage(me, `/messages/${group}`);
  await bubbles(page).first().waitFor();
  await scroller(page).hover();
  for (let step = 0; step < 12; step++) {
    await page.mouse.wheel(0, -900);
    await rest(page);
    expect(await jumpOver(page)).toBeLessThanOrEqual(2);
  }
}, 60_000);

test('a long conversation is read to its first message and back, with few elements in the page', async () => {
  const page = await openPage(me, `/messages/${group}`);
  await bubbles(page).first().waitFor();
  await scroller(page).focus();
  let most = 0;
  await until(async () => {
    await page.keyboard.press('Home');
    most = Math.max(most, await bubbles(page).count());
    return (await bubble(page, `#1 `).count()) > 0;
  }, 60_000);
  expect(most).toBeLessThan(120);
  await page.getByRole('button', { name: 'To the newest message' }).click();
  await bubble(page, `#${LENGTH} `).waitFor();
  expect(await distanceToEnd(page)).toBeLessThan(4);
}, 90_000);

test('an older page that fails to load is asked for again, also at the very top', async () => {
  const page = await openPage(me, `/messages/${group}`);
  await bubbles(page).first().waitFor();
  let failures = 0;
  await page.route('**/api/messages/*before=*', (route) =>
    failures++ < 4 ? route.abort() : route.continue(),
  );
  await scroller(page).focus();
  await page.keyboard.press('Home');
  await until(() => failures > 4);
  await until(async () => (await scroller(page).evaluate((area) => area.scrollTop)) > 500);
});

test('it opens at its newest message, and a new one keeps it there', async () => {
  const page = await openPage(me, `/messages/${group}`);
  await until(async () => (await bubbles(page).count()) > 0 && (await distanceToEnd(page)) < 4);
  await page.getByRole('textbox', { name: /^Message/ }).fill('And one more');
  await page.keyboard.press('Enter');
  await bubble(page, 'And one more').getByText('Sent').waitFor({ state: 'attached' });
  expect(await distanceToEnd(page)).toBeLessThan(4);
});

const scroller = (page: Page) => page.getByRole('region', { name: 'Messages' });

/** Texts of one to nine lines: a list whose rows were all the same would prove little. */
function textOf(number: number): string {
  return `#${number} ${'some words to break the line '.repeat((number * 7) % 9)}`;
}

function distanceToEnd(page: Page): Promise<number> {
  return scroller(page).evaluate((area) => area.scrollHeight - area.clientHeight - area.scrollTop);
}

/** Waits until the list has not moved for a while: wheel, loading and measuring are over. */
async function rest(page: Page): Promise<void> {
  let last = Number.NaN;
  let since = Date.now();
  await until(async () => {
    const now = await scroller(page).evaluate((area) => area.scrollTop + area.scrollHeight);
    if (now !== last) since = Date.now();
    last = now;
    return Date.now() - since > 150;
  });
}

/**
 * How far the message in the middle of the screen is moved by the loading of an older page, in pixels: it is
 * watched over every frame while the list is at its old end and grows.
 */
async function jumpOver(page: Page): Promise<number> {
  return scroller(page).evaluate(async (area) => {
    const middle = area.getBoundingClientRect().top + area.clientHeight / 2;
    const found = [...area.querySelectorAll('article')].find(
      (one) => one.getBoundingClientRect().bottom > middle,
    );
    const start = found?.getBoundingClientRect().top ?? 0;
    let most = 0;
    const end = performance.now() + 250;
    while (performance.now() < end) {
      await new Promise(requestAnimationFrame);
      if (found?.isConnected) most = Math.max(most, Math.abs(found.getBoundingClientRect().top - start));
    }
    return most;
  });
}
