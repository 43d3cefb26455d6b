import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { SentMessage } from '../../shared/contract/messages.ts';
import { axeFinds } from './axe.ts';
import { newContext, openBrowser, sizes } from './browser.ts';
import { theCloud } from './cloud.ts';
import { firstLoads } from './first-load.ts';
import { changedLooks, looksOf } from './looks.ts';
import { apiOf, newPerson, openPage, type Person, send, storageOf } from './people.ts';
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
  'axe finds nothing on any page ($theme, $size), nothing is wider than the screen, nothing jumps',
  async (look) => {
    const options = { colorScheme: look.theme, viewport: sizes[look.size], bypassCSP: true };
    const visitor = await (await newContext(options)).newPage();
    for (const [path, heading] of publicPages) await inspect(visitor, path, heading);
    const page = await openPage(person, '/', options);
    for (const [path, heading] of ownPages()) await inspect(page, path, heading);
  },
  900_000,
);

test('every page fits a screen of 320 pixels, and a column keeps its edges at every width', async () => {
  const blocked = await newPerson('Zathras_the_brother', 'Zathras');
  await apiOf(person).blockUser({ params: { user_uuid: blocked.uuid } });
  const page = await openPage(person, '/', { viewport: { width: 320, height: 560 } });
  for (const [path, heading] of [...publicPages.slice(1, 5), ...ownPages()]) {
    await page.goto(path);
    if (!publicPages.slice(1, 3).some(([each]) => each === path)) await seen(page, heading);
    if (path === '/settings') await page.getByText(`@${blocked.handle}`).waitFor();
    expect([path, await overflow(page), await page.evaluate(pastTheirCards)]).toEqual([path, 0, []]);
  }
  await open(page, `/messages/${sent.message_group_uuid}`, 'Zathras');
  await page.getByRole('article', { name: 'You' }).waitFor();
  for (const width of [320, 390, 820, 1280, 1600]) {
    await page.setViewportSize({ width, height: 800 });
    await page.waitForFunction((wanted) => innerWidth === wanted, width);
    const { head, theirs, mine, box, send } = await page.evaluate(edges);
    const isPhone = width < 720;
    // On a phone the back link is beside the picture; the own messages end where the head does.
    const [left, right] = [isPhone ? theirs.left : head.left, isPhone ? send.right : box.right];
    const found = { width, left: [theirs.left, box.left], mine: mine.right, send: send.right };
    expect(found).toEqual({ width, left: [left, left], mine: right, send: head.right });
  }
  await open(page, '/messages/new', 'New message');
  expect((await page.getByRole('listbox').boundingBox())?.width).toBe(640);
  // Home is for visitors.
  const navigation = page.getByRole('navigation', { name: 'Main' });
  expect(await navigation.getByRole('link', { name: 'Home', exact: true }).count()).toBe(0);
});

/** Runs in the page: what does not keep the inner edge of the card that it is in. */
function pastTheirCards() {
  return [...document.querySelectorAll('.card')].flatMap((card) => {
    const edge = card.getBoundingClientRect().right - Number.parseFloat(getComputedStyle(card).paddingRight);
    const inside = [...card.querySelectorAll(':not(.visually-hidden, svg *)')];
    return inside.filter((one) => one.getBoundingClientRect().right > edge + 1).map((one) => one.outerHTML);
  });
}

/** Runs in the page: where the parts of a conversation begin and end. */
function edges() {
  const edgesOf = (selector: string) => {
    const { left = -1, right = -1 } = document.querySelector(selector)?.getBoundingClientRect() ?? {};
    return { left, right };
  };
  const { left } = edgesOf('.pane-person .avatar');
  const { right } = edgesOf('.pane-head > :last-child');
  return {
    head: { left, right },
    theirs: edgesOf('.bubble-theirs'),
    mine: edgesOf('.bubble-mine'),
    box: edgesOf('.composer-box'),
    send: edgesOf('.composer-send'),
  };
}

test('no page warns or fails in the console', async () => {
  const told: string[] = [];
  for (const cloud of [theCloud().web, theCloud().development]) {
    const options = { baseURL: cloud, storageState: storageOf(person, cloud) };
    const context = await newContext({ ...options, serviceWorkers: 'allow' });
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

test('bundle size: 130 KB to sign in, 185 KB before a conversation shows', async () => {
  const { toSignIn, toRead } = await firstLoads();
  process.stdout.write(
    `Loaded, compressed: ${toSignIn} KB to sign in with, ${toRead} KB with a conversation\n`,
  );
  expect(toSignIn).toBeLessThanOrEqual(130);
  expect(toRead).toBeLessThanOrEqual(185);
});

test('the development server shows the same application', async () => {
  const page = await (await newContext({ baseURL: theCloud().development })).newPage();
  await page.goto('/');
  await page.getByText('Talk to people, not to an algorithm.').waitFor();
  await page.getByRole('article').first().waitFor();
});

async function open(page: Page, path: string, heading: string): Promise<void> {
  await page.goto(path);
  await seen(page, heading);
}

async function inspect(page: Page, path: string, heading: string): Promise<void> {
  await open(page, path, heading);
  const jumped = await jumps(page);
  const found = await axeFinds(page);
  expect({ path, found, overflow: await overflow(page), jumped }).toEqual({
    ...{ path, found: [], overflow: 0, jumped: [] },
  });
}

async function seen(page: Page, heading: string): Promise<void> {
  await page.getByRole('heading', { name: heading }).first().waitFor();
  await page.waitForFunction(() => !document.querySelector('.loading'));
}

function overflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
}

/**
 * What has moved since the page began to load, without being touched: the entries that Cumulative Layout Shift adds up.
 * The list of messages moves before it shows a line: it does not know their heights until then.
 */
function jumps(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const found: (Element | null)[] = [];
    const note = (list: PerformanceObserverEntryList) => {
      const shifts = list.getEntries() as unknown as { sources: { node: Element | null }[] }[];
      found.push(...shifts.flatMap(({ sources }) => sources.map(({ node }) => node)));
    };
    new PerformanceObserver(note).observe({ type: 'layout-shift', buffered: true });
    for (let frames = 0; frames < 2; frames++) await new Promise(requestAnimationFrame);
    await new Promise((resolve) => requestIdleCallback(resolve));
    const isOfList = (node: Element | null) => node?.parentElement?.matches('.talk-scroll');
    return found
      .filter((node) => !isOfList(node))
      .map((node) => node?.outerHTML.slice(0, 200) ?? 'something');
  });
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

test('every component looks as it is written down, in both themes', async () => {
  const page = await (await newContext()).newPage();
  await page.goto(`${theCloud().development}/design`);
  await page.getByRole('heading', { name: 'dark' }).waitFor();
  await page.locator('.design-dark').getByRole('gridcell').first().waitFor();
  const now = await looksOf(page);
  const file = join(import.meta.dirname, 'looks.txt');
  if (process.env.CRUDDUR_LOOKS === 'write') writeFileSync(file, `${now.join('\n')}\n`);
  expect(now.filter((line) => line.endsWith('missing'))).toEqual([]);
  expect(changedLooks(readFileSync(file, 'utf8').trimEnd().split('\n'), now)).toEqual([]);
});
