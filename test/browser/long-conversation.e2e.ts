import type { Page } from 'playwright-core';
import { openBrowser } from './browser.ts';
import { bubble, bubbles } from './conversation.ts';
import { importPast } from './import-conversation.ts';
import { apiOf, newPerson, openPage, type Person } from './people.ts';
import { until } from './until.ts';

openBrowser();

const LENGTH = Number(process.env.CRUDDUR_LENGTH ?? 2_000);
let group: string;
let me: Person;

beforeAll(async () => {
  me = await newPerson('Byron');
  group = await importPast(me, await newPerson('Psi'), { length: LENGTH, textOf });
  // Wait until the stream has updated the list, so that no backlog slows the next tests.
  await until(async () => {
    const [row] = await apiOf(me).listMessageGroups();
    return row?.message.startsWith(`#${LENGTH} `);
  }, 400_000);
}, 600_000);

test('scrolling up loads older messages without moving the text being read', async () => {
  const page = await openPage(me, `/messages/${group}`);
  await bubbles(page).first().waitFor();
  await scroller(page).hover();
  await page.evaluate(watchFrames);
  for (let step = 0; step < 12; step++) {
    await page.mouse.wheel(0, -900);
    await rest(page);
    expect(await jumpOver(page)).toBeLessThanOrEqual(2);
  }
  await until(() => page.evaluate(() => window.frameTimes.length > 100));
  const frames = (await page.evaluate(() => window.frameTimes)).sort((x, y) => x - y);
  const at = (part: number) => Math.round(frames[Math.floor(part * (frames.length - 1))] ?? Number.NaN);
  process.stdout.write(
    `Frames while scrolling and loading: median ${at(0.5)} ms, p99 ${at(0.99)} ms, longest ${at(1)} ms\n`,
  );
  expect(frames.length).toBeGreaterThan(100);
});

test('a long conversation scrolls to its first message and back, with few elements in the page', async () => {
  const page = await openPage(me, `/messages/${group}`);
  await bubbles(page).first().waitFor();
  const heapBefore = await heapOf(page);
  await scroller(page).focus();
  let most = 0;
  await until(async () => {
    await page.keyboard.press('Home');
    most = Math.max(most, await bubbles(page).count());
    return (await bubble(page, `#1 `).count()) > 0;
  }, 400_000);
  expect(most).toBeLessThan(120);
  const heapAfter = await heapOf(page);
  process.stdout.write(
    `Heap: ${heapBefore} MB at the end, ${heapAfter} MB after reading ${LENGTH} messages\n`,
  );
  expect(heapAfter - heapBefore).toBeLessThan(20);
  // Delays the newest page, to catch scrolling in the meantime.
  await page.route(/\/api\/messages\/[^?]+\?limit=50$/, async (route) => {
    await scroller(page).evaluate((area) => area.scrollBy(0, 300));
    await rest(page);
    await route.continue();
  });
  await page.getByRole('button', { name: 'Scroll to the newest message' }).click();
  await bubble(page, `#${LENGTH} `).waitFor();
  await until(async () => (await distanceToEnd(page)) < 4);
}, 600_000);

test('an older page that fails to load is retried, also at the very top', async () => {
  const page = await openPage(me, `/messages/${group}`);
  await until(async () => (await bubbles(page).count()) > 0 && (await distanceToEnd(page)) < 4);
  let failures = 0;
  await page.route('**/api/messages/*before=*', (route) =>
    failures++ < 4 ? route.abort() : route.continue(),
  );
  await scroller(page).focus();
  await page.keyboard.press('Home');
  await until(() => failures > 4);
  await until(async () => (await scroller(page).evaluate((area) => area.scrollTop)) > 500);
});

test('scrolling up shows that older messages load, and at last where the conversation begins', async () => {
  const short = await importPast(me, await newPerson('Lennox'), { length: 60, readTo: 60 });
  const page = await openPage(me, `/messages/${short}`);
  let answer = () => {};
  const held = new Promise<void>((resolve) => {
    answer = resolve;
  });
  await page.route('**/api/messages/*before=*', async (route) => {
    await held;
    await route.continue();
  });
  await bubbles(page).first().waitFor();
  await scroller(page).press('Home');
  await page.getByRole('status').filter({ hasText: 'Loading older messages' }).waitFor();
  answer();
  await until(async () => {
    await scroller(page).press('Home');
    return (await page.getByText('The beginning of this conversation').count()) > 0;
  });
  await page.getByText('Loading older messages').waitFor({ state: 'detached' });
});

test('it opens at the newest message and follows a new one', async () => {
  const page = await openPage(me, `/messages/${group}`);
  await until(async () => (await bubbles(page).count()) > 0 && (await distanceToEnd(page)) < 4);
  await page.getByRole('textbox', { name: /^Message/ }).fill('And one more');
  await page.keyboard.press('Enter');
  await bubble(page, 'And one more').getByText('Sent').waitFor({ state: 'attached' });
  await until(async () => (await distanceToEnd(page)) < 4);
});

test('shrinking the conversation keeps its newest message in view', async () => {
  const page = await openPage(me, `/messages/${group}`);
  await until(async () => (await bubbles(page).count()) > 0 && (await distanceToEnd(page)) < 4);
  await page.context().setOffline(true);
  await page.getByText('You are offline').waitFor();
  await until(async () => (await distanceToEnd(page)) < 4);
  await page.getByRole('textbox', { name: /^Message/ }).fill('One\nTwo\nThree\nFour');
  await until(async () => (await distanceToEnd(page)) < 4);
  // Each key, too, that begins a line or none.
  await page.getByRole('textbox', { name: /^Message/ }).pressSequentially(' and more words'.repeat(12));
  await rest(page);
  expect(await distanceToEnd(page)).toBeLessThan(4);
  // Growing again leaves it at the end, and the page knows so.
  await page.getByRole('textbox', { name: /^Message/ }).fill('');
  await rest(page);
  expect(await distanceToEnd(page)).toBeLessThan(4);
  expect(await page.getByRole('button', { name: 'Scroll to the newest message' }).count()).toBe(0);
});

test('the name leads to a panel about the person, and that to the messages of a date', async () => {
  const page = await openPage(me, `/messages/${group}`);
  await bubbles(page).first().waitFor();
  await page.getByRole('heading', { level: 1 }).getByRole('button', { name: 'Psi' }).click();
  const panel = page.getByRole('dialog', { name: 'Psi' });
  await panel.getByText(/Member since \w+ \d{4}/).waitFor();
  await panel.getByRole('button', { name: 'Jump to a date' }).click();
  const yesterday = new Date();
  yesterday.setDate(yesterday.getDate() - 1);
  const local = [yesterday.getFullYear(), yesterday.getMonth() + 1, yesterday.getDate()];
  await page
    .getByLabel('Date', { exact: true })
    .fill(local.map((part) => String(part).padStart(2, '0')).join('-'));
  await page.getByRole('button', { name: 'Jump', exact: true }).click();
  // Yesterday began more than 1,440 messages ago, one of each minute.
  await page.locator('.divider', { hasText: 'Yesterday' }).waitFor();
  await scroller(page).evaluate((area) => area.scrollBy(0, 400));
  await page.getByRole('button', { name: 'Yesterday: jump to a date' }).waitFor();
});

const scroller = (page: Page) => page.getByRole('region', { name: 'Messages' });

/** Texts of one to nine lines, so that rows differ in height. */
function textOf(number: number): string {
  return `#${number} ${'some words to break the line '.repeat((number * 7) % 9)}`;
}

function distanceToEnd(page: Page): Promise<number> {
  return scroller(page).evaluate((area) => area.scrollHeight - area.clientHeight - area.scrollTop);
}

declare global {
  interface Window {
    frameTimes: number[];
  }
}

/** Runs in the page: the milliseconds between one frame and the next. */
function watchFrames(): void {
  window.frameTimes = [];
  let last = performance.now();
  const note = (now: number) => {
    window.frameTimes.push(now - last);
    last = now;
    requestAnimationFrame(note);
  };
  requestAnimationFrame(note);
}

/** The page's heap in megabytes after garbage collection. */
async function heapOf(page: Page): Promise<number> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('HeapProfiler.collectGarbage');
  const { usedSize } = await devtools.send('Runtime.getHeapUsage');
  await devtools.detach();
  return Math.round(usedSize / 1e6);
}

/** Waits until the list stops moving: wheel, loading and measuring are done. */
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
 * How many pixels the loading of an older page moves the message in the middle of the screen: measured on every frame
 * while the list is at its old end and grows.
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
