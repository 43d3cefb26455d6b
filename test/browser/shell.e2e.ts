import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import { openBrowser } from './browser.ts';
import { bubbles, composer, groupRow } from './conversation.ts';
import { importList, importPast } from './import-conversation.ts';
import { newPerson, openPage, type Person } from './people.ts';
import { until } from './until.ts';

openBrowser();

const COUNT = 40;
let me: Person;
let groups: string[];
beforeAll(async () => {
  me = await newPerson('Sheridan');
  groups = await importList(me, COUNT, (place) => place === 17 || place === COUNT);
});

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
const list = (page: Page) => page.getByRole('navigation', { name: 'Conversations' });

test.each([
  [1280, 800],
  [390, 844],
  [320, 568],
])('the window never scrolls, even with a long list (%d x %d)', async (width, height) => {
  const page = await openPage(me, '/', { viewport: { width, height } });
  for (const path of ['/', '/messages', '/messages/new', `/messages/${groups[0]}`, '/settings']) {
    await page.goto(path);
    await page.getByRole('heading').first().waitFor();
    await page.waitForFunction(() => !document.querySelector('.loading'));
    await page.mouse.move(20, 300);
    await page.mouse.wheel(0, 500);
    const { tall, scrolled } = await page.evaluate(async () => {
      await new Promise(requestAnimationFrame);
      return { tall: document.documentElement.scrollHeight - innerHeight, scrolled: scrollY };
    });
    expect({ path, tall, scrolled }).toEqual({ path, tall: 0, scrolled: 0 });
  }
});

test('on a phone the list keeps its scroll position, by the back link and by the Back button', async () => {
  const page = await openPage(me, '/messages', phone);
  await groupRow(page, 'Number 20').scrollIntoViewIfNeeded();
  const place = await scrolledTo(page);
  expect(place).toBeGreaterThan(300);
  await groupRow(page, 'Number 20').tap();
  await bubbles(page).first().waitFor();
  await page.getByRole('link', { name: 'Back to the conversations' }).tap();
  await until(async () => (await scrolledTo(page)) === place);
  await groupRow(page, 'Number 20').tap();
  await bubbles(page).first().waitFor();
  await page.goBack();
  await until(async () => (await scrolledTo(page)) === place);
});

test('choosing a conversation keeps the scroll position of the list', async () => {
  const page = await openPage(me, '/messages');
  await groupRow(page, 'Number 14').scrollIntoViewIfNeeded();
  const place = await scrolledTo(page);
  const element = await list(page).elementHandle();
  await groupRow(page, 'Number 14').click();
  await bubbles(page).first().waitFor();
  expect(await scrolledTo(page)).toBe(place);
  expect(await element?.evaluate((each) => each.isConnected)).toBe(true);
});

test('the chosen conversation is scrolled into view in the list, also one far down', async () => {
  const page = await openPage(me, `/messages/${groups[24]}`);
  await bubbles(page).first().waitFor();
  await until(() => isInView(page, 'Number 25'));
  await page.goto(`/messages/${groups[37]}`);
  await bubbles(page).first().waitFor();
  await until(() => isInView(page, 'Number 38'));
});

test('the list is searched by name and last text as far as it goes, tells namesakes apart, and of more than 200 rows only those in view are in the page', async () => {
  const reader = await newPerson('Orwell');
  await importList(reader, 205);
  for (const [handle, text] of [
    ['gemini_one', 'At the lighthouse'],
    ['gemini_two', 'In the harbour'],
  ] as const) {
    const other = { uuid: randomUUID(), handle, display_name: 'Gemini' };
    await importPast(reader, other, { length: 1, textOf: () => text });
  }
  const page = await openPage(reader, '/favicon.svg');
  let pages = 0;
  // The third page fails once: without another try the search would never come to the end of the list.
  await page.route(/message_groups\?.*cursor=/, (route) =>
    ++pages === 2
      ? route.fulfill({ status: 503, json: { errors: ['store_unavailable'] } })
      : route.continue(),
  );
  await page.goto('/messages');
  const search = page.getByRole('searchbox', { name: 'Search conversations' });
  await search.fill('nobody of this name');
  await page.getByText('No conversation matches').waitFor();
  await search.fill('number 204');
  await groupRow(page, 'Number 204').waitFor();
  expect(await list(page).getByRole('link').count()).toBe(1);
  expect(await groupRow(page, 'Number 204').textContent()).not.toContain('@');
  await search.fill('lighthouse');
  // Not the message, which may be found below.
  const row = list(page).locator('a.group').filter({ hasText: 'At the lighthouse' });
  await row.filter({ hasText: 'Gemini @gemini_one' }).waitFor();
  await list(page).locator('a.group').filter({ hasText: 'Number' }).first().waitFor({ state: 'detached' });
  expect(await list(page).locator('a.group').count()).toBe(1);
  await search.press('Escape');
  await groupRow(page, 'Number 1').first().waitFor();
  await until(async () => (await list(page).getByRole('link').count()) < 60);
  // One stop of the Tab key, from which End leads to the last row.
  const stops = list(page).locator('a.group:not([tabindex="-1"])');
  await search.press('Tab');
  await page.keyboard.press('End');
  await page.waitForFunction(() => document.activeElement?.textContent?.includes('Number 205'));
  await until(async () => (await stops.count()) === 1);
  expect(await stops.textContent()).toContain('Number 205');
});

test('a page that fails to load leaves the others usable, and is retried', async () => {
  const page = await openPage(me, '/favicon.svg');
  await page.route('**/assets/settings-*.js', (route) => route.abort());
  await page.goto('/messages');
  await page.getByRole('link', { name: 'Settings' }).first().click();
  await page.getByText('This page could not be loaded').waitFor();
  await page.getByRole('link', { name: /^Messages/ }).click();
  await groupRow(page, 'Number 1').first().waitFor();
  await page.getByRole('link', { name: 'Settings' }).first().click();
  await page.getByText('This page could not be loaded').waitFor();
  await page.unroute('**/assets/settings-*.js');
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('heading', { name: 'Settings' }).waitFor();
});

test('a page that is gone with its version loads the new version, once', async () => {
  const page = await openPage(me, '/favicon.svg');
  let loads = 0;
  page.on('load', () => loads++);
  await page.route('**/assets/settings-*.js', (route) => route.abort());
  // Another version is deployed: the start page names another entry.
  await page.route(
    (url) => url.pathname === '/',
    (route) =>
      route.fulfill({ contentType: 'text/html', body: '<script src="/assets/index-other.js"></script>' }),
  );
  await page.goto('/messages');
  await until(() => loads === 2);
  // It is gone again: the reader is told instead of being sent round in circles.
  await page.getByRole('link', { name: 'Settings' }).first().click();
  await page.getByText('This page could not be loaded').waitFor();
  expect(loads).toBe(2);
});

test('a page reads its list once, and a conversation far down the list by itself', async () => {
  const page = await openPage(me, '/favicon.svg');
  const asked: string[] = [];
  page.on('request', (request) => {
    const { pathname, search } = new URL(request.url());
    if (pathname.startsWith('/api/message_groups')) asked.push(pathname + search);
  });
  const ofLimit = (limit: string) => asked.filter((each) => each.includes(`?limit=${limit}&`));
  await page.goto(`/messages/${groups[37]}`);
  await bubbles(page).first().waitFor();
  await until(() => isInView(page, 'Number 38'));
  // The connection stands: one row tells whether something was missed.
  await until(() => ofLimit('1').length > 0);
  await page.waitForLoadState('networkidle');
  // The row in view is far down, so the next page is loaded, too.
  expect(ofLimit('30').filter((each) => !each.includes('cursor='))).toHaveLength(1);
  expect(asked.filter((path) => /limit=100.*cursor=/.test(path))).toEqual([]);
  expect(asked).toContain(`/api/message_groups/${groups[37]}`);
});

test('copying messages copies their texts, without times and states', async () => {
  const page = await openPage(me, `/messages/${groups[0]}`);
  const text = await bubbles(page).first().textContent();
  const copied = await page.evaluate(() => {
    const [bubble] = document.querySelectorAll('article');
    if (bubble) getSelection()?.selectAllChildren(bubble);
    return getSelection()?.toString();
  });
  expect(text).toMatch(/\d\d:\d\d/);
  expect(copied?.trim()).toBe('1');
});

test('letters that begin before their place are not cut off, and the feed fits 320 pixels', async () => {
  const page = await openPage(me, `/messages/${groups[0]}`, { bypassCSP: true });
  await bubbles(page).first().waitFor();
  for (const name of ['.group-who .name', '.pane-who h1']) await expectWhole(page, name);
  await page.setViewportSize({ width: 320, height: 568 });
  await page.goto('/');
  await page.getByRole('article').first().waitFor();
  await expectWhole(page, '.activity .name');
  const card = page.getByRole('article').first();
  const widths = (each: Element) => each.scrollWidth - each.clientWidth;
  expect(await card.evaluate(widths)).toBe(0);
  expect(await card.locator('.handle').evaluate(widths)).toBe(0);
});

test('while a page loads, the title has no empty name', async () => {
  const page = await openPage(me, '/favicon.svg');
  await page.addInitScript(() => {
    const titles = new Set<string>();
    Reflect.set(window, 'titles', titles);
    const look = () => {
      titles.add(document.title);
      requestAnimationFrame(look);
    };
    look();
  });
  for (const path of ['/settings', `/messages/${groups[0]}`, '/messages/new']) {
    await page.goto(path);
    await page.waitForFunction(() => document.title.includes(' · '));
    const titles = await page.evaluate(() => [...(Reflect.get(window, 'titles') as Set<string>)]);
    expect(titles.filter((title) => /^(\([^)]*\) )? ?·/.test(title))).toEqual([]);
  }
});

test('the navigation stays while a page loads, and all requests start at once', async () => {
  const page = await openPage(me, '/favicon.svg');
  const asked = new Set<string>();
  page.on('request', (request) => asked.add(new URL(request.url()).pathname.replace(/-[\w-]{8}\./, '.')));
  let answerMe = () => {};
  let answerPage = () => {};
  const messages = Promise.withResolvers<void>();
  await page.route('**/api/messages/*', async (route) => {
    await messages.promise;
    await route.continue();
  });
  await page.route('**/api/me', (route) => {
    answerMe = () => void route.continue();
  });
  await page.route('**/assets/conversation-page-*.js', (route) => {
    answerPage = () => void route.continue();
  });
  await page.goto(`/messages/${groups[0]}`);
  await page.getByRole('navigation', { name: 'Main' }).waitFor();
  for (const path of ['/assets/conversation-page.js', '/assets/messages-page.js', '/api/message_groups'])
    await until(() => asked.has(path));
  await page.evaluate(watchNavigation);
  answerMe();
  await list(page).waitFor();
  answerPage();
  await composer(page).waitFor();
  const skeletons = page.locator('.loading-bubble');
  await skeletons.last().waitFor();
  expect(await bubbles(page).count()).toBe(0);
  messages.resolve();
  await bubbles(page).first().waitFor();
  await skeletons.first().waitFor({ state: 'detached' });
  expect(await page.evaluate(() => Reflect.get(window, 'navigationWasGone'))).toBe(false);
});

/** Runs in the page: notes whether the navigation is ever missing or hidden. */
function watchNavigation(): void {
  Reflect.set(window, 'navigationWasGone', false);
  const look = () => {
    const rail = document.querySelector<HTMLElement>('nav[aria-label="Main"]');
    if (!rail?.checkVisibility()) Reflect.set(window, 'navigationWasGone', true);
    requestAnimationFrame(look);
  };
  look();
}

function scrolledTo(page: Page): Promise<number> {
  return list(page).evaluate((area) => area.scrollTop);
}

async function isInView(page: Page, name: string): Promise<boolean> {
  const row = groupRow(page, name);
  if ((await row.count()) === 0) return false;
  return row.evaluate((element) => {
    const { top, bottom } = element.getBoundingClientRect();
    const area = element.closest('nav')?.getBoundingClientRect();
    return area !== undefined && top >= area.top && bottom <= area.bottom;
  });
}

/** A shadow stands for a letter, such as J, that begins two pixels before its place: it looks the same unclipped. */
async function expectWhole(page: Page, selector: string): Promise<void> {
  const name = page.locator(selector).first();
  const { x = 0, y = 0, height = 0 } = (await name.boundingBox()) ?? {};
  await page.addStyleTag({ content: `${selector}, ${selector} * { text-shadow: -2px 0 red }` });
  const look = () => page.screenshot({ clip: { x: x - 4, y, width: 24, height }, animations: 'disabled' });
  const clipped = await look();
  await name.evaluate((each: HTMLElement) => each.style.setProperty('overflow', 'visible'));
  expect(clipped.equals(await look())).toBe(true);
}
