import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import type { SentMessage } from '../../shared/contract/messages.ts';
import { axeFinds } from './axe.ts';
import { newContext, openBrowser, sizes } from './browser.ts';
import { theCloud } from './cloud.ts';
import { newPerson, openPage, type Person, send, storageOf } from './people.ts';
import { until } from './until.ts';

openBrowser();

const looks = (['light', 'dark'] as const).flatMap((theme) =>
  (['desktop', 'phone'] as const).map((size) => ({ theme, size })),
);

let person: Person;
let sent: SentMessage;
beforeAll(async () => {
  const other = await newPerson('Zathras');
  person = await newPerson('Draal');
  await send(person, other, 'Is it safe? https://example.com/great-machine');
  sent = await send(other, person, 'Zathras warn, but no one listen to Zathras.');
});

const publicPages = [
  ['/', 'Home'],
  ['/signin', 'Sign in'],
  ['/signup', 'Create an account'],
  ['/confirm', 'Confirm your email'],
  ['/forgot', 'Forgot your password?'],
  ['/nowhere', 'Not found'],
] as const;

const ownPages = () =>
  [
    ['/', 'Home'],
    ['/messages', 'Messages'],
    ['/messages/new', 'New message'],
    ['/messages/new/londo', 'Londo Mollari'],
    ['/messages/new/nobody_at_all', 'User not found'],
    [`/messages/${sent.message_group_uuid}`, 'Zathras'],
    [`/messages/${sent.uuid}`, 'Conversation not found'],
    ['/settings', 'Settings'],
  ] as const;

test.each(looks)(
  'axe finds nothing on any page ($theme, $size), and nothing is wider than the screen',
  async (look) => {
    const options = { colorScheme: look.theme, viewport: sizes[look.size], bypassCSP: true };
    const visitor = await (await newContext(options)).newPage();
    for (const [path, heading] of publicPages) await inspect(visitor, path, heading);
    const page = await openPage(person, '/', options);
    for (const [path, heading] of ownPages()) await inspect(page, path, heading);
  },
  900_000,
);

test('every page fits a screen of 320 pixels', async () => {
  const page = await openPage(person, '/', { viewport: { width: 320, height: 560 } });
  for (const [path, heading] of [...publicPages.slice(1, 5), ...ownPages()]) {
    await page.goto(path);
    if (!publicPages.slice(1, 3).some(([each]) => each === path)) await seen(page, heading);
    expect([path, await overflow(page)]).toEqual([path, 0]);
  }
});

test('no page warns or fails in the console', async () => {
  const told: string[] = [];
  for (const cloud of [theCloud().web, theCloud().development]) {
    const context = await newContext({ baseURL: cloud, storageState: storageOf(person, cloud) });
    context.on('console', (message) => {
      if (['warning', 'error'].includes(message.type()))
        told.push(`${message.location().url} ${message.text()}`);
    });
    const page = await context.newPage();
    for (const [path, heading] of [
      ['/', 'Home'],
      ['/messages', 'Messages'],
      ['/settings', 'Settings'],
    ] as const)
      await open(page, path, heading);
  }
  expect(told).toEqual([]);
});

test('honours prefers-reduced-motion', async () => {
  for (const [reducedMotion, isMoving] of [
    ['no-preference', true],
    ['reduce', false],
  ] as const) {
    const page = await openPage(person, '/', { reducedMotion });
    for (const [path, heading] of ownPages()) {
      await open(page, path, heading);
      expect([path, (await moving(page)).length > 0]).toEqual([path, isMoving]);
    }
  }
});

test('the keyboard alone reaches, opens and answers a conversation', async () => {
  const page = await openPage(person, '/');
  await page.getByRole('article').first().waitFor();
  await page.keyboard.press('Tab');
  expect(await focused(page)).toBe('Skip to content');
  await tabTo(page, 'Messages');
  await page.keyboard.press('Enter');
  await page.getByRole('navigation', { name: 'Conversations' }).waitFor();
  await tabTo(page, 'Zathras');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Zathras' }).waitFor();
  await page.waitForFunction(() => document.activeElement?.tagName === 'TEXTAREA');
  await page.keyboard.type('By keyboard');
  await page.keyboard.press('Enter');
  await page
    .getByRole('article')
    .filter({ hasText: 'By keyboard' })
    .getByText('Sent')
    .waitFor({ state: 'attached' });
});

test('on a phone the focus moves to the conversation, and back to the list', async () => {
  const page = await openPage(person, '/messages', { viewport: sizes.phone, hasTouch: true, isMobile: true });
  await page.getByRole('navigation', { name: 'Conversations' }).getByRole('link').first().tap();
  await page.getByRole('heading', { name: 'Zathras' }).waitFor();
  await until(async () => (await focused(page)) === 'Zathras');
  await page.getByRole('link', { name: 'Back to the conversations' }).tap();
  await until(async () => (await focused(page)) === 'Messages');
});

test('the built page follows a strict CSP: no inline script or style, no other origin', async () => {
  const html = await (await fetch(theCloud().web)).text();
  expect(html).toContain('script-src &#39;self&#39;; style-src &#39;self&#39;');
  expect(html).not.toMatch(/unsafe|<style|style=|<script>|onload=|https?:\/\/(?!\*)/);
});

test('bundle size: 150 KB to sign in, 220 KB before a conversation shows', async () => {
  const visitor = await (await newContext()).newPage();
  const toSignIn = await loaded(visitor, () => open(visitor, '/signin', 'Sign in'));
  const reader = await openPage(person, '/favicon.svg');
  const path = `/messages/${sent.message_group_uuid}`;
  const toRead = await loaded(reader, () => open(reader, path, 'Zathras'));
  process.stdout.write(
    `Loaded, compressed: ${toSignIn} KB to sign in with, ${toRead} KB with a conversation\n`,
  );
  expect(toSignIn).toBeLessThan(150);
  expect(toRead).toBeLessThan(220);
});

test('the development server shows the same application', async () => {
  const page = await (await newContext({ baseURL: theCloud().development })).newPage();
  await page.goto('/');
  await page.getByText('Talk to people, not to an algorithm.').waitFor();
  await page.getByRole('article').first().waitFor();
});

/** The compressed kilobytes of all files that the page loads during `work`, without the API. */
async function loaded(page: Page, work: () => Promise<void>): Promise<number> {
  const files: Promise<Buffer>[] = [];
  page.on('response', (response) => {
    if (!/\/(api|cognito)\b/.test(response.url())) files.push(response.body());
  });
  await work();
  const sizes = (await Promise.all(files)).map((file) => gzipSync(file, { level: 9 }).length);
  return Math.round(sizes.reduce((sum, size) => sum + size, 0) / 1000);
}

async function open(page: Page, path: string, heading: string): Promise<void> {
  await page.goto(path);
  await seen(page, heading);
}

async function inspect(page: Page, path: string, heading: string): Promise<void> {
  await open(page, path, heading);
  const found = await axeFinds(page);
  expect({ path, found, overflow: await overflow(page) }).toEqual({ path, found: [], overflow: 0 });
}

async function seen(page: Page, heading: string): Promise<void> {
  await page.getByRole('heading', { name: heading }).first().waitFor();
  await page.waitForFunction(() => !document.querySelector('.loading'));
}

function overflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
}

/** The elements with a transition, an animation or smooth scrolling. */
function moving(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('*')]
      .filter((element) => {
        const { transitionDuration, animationDuration, scrollBehavior } = getComputedStyle(element);
        return scrollBehavior === 'smooth' || /[1-9]/.test(`${transitionDuration} ${animationDuration}`);
      })
      .map(({ outerHTML }) => outerHTML),
  );
}

function focused(page: Page): Promise<string> {
  return page.evaluate(() => document.activeElement?.textContent?.trim() ?? '');
}

async function tabTo(page: Page, text: string): Promise<void> {
  for (let presses = 0; presses < 30; presses++) {
    if ((await focused(page)).includes(text)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`The keyboard does not reach “${text}”.`);
}
