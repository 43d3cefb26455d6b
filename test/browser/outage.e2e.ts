import type { Page, Request } from 'playwright-core';
import { openBrowser, sizes } from './browser.ts';
import { bubble, composer, groupRow } from './conversation.ts';
import { newPerson, openPage, send } from './people.ts';
import { until } from './until.ts';

openBrowser();

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

test('an outage is told once, asked about with backoff, and over as soon as the reader asks', async () => {
  const [me, other] = [await newPerson('Vindrizi'), await newPerson('Boggs')];
  const { message_group_uuid: group } = await send(other, me, 'Before');
  const page = await openPage(me, '/favicon.svg');
  await page.routeWebSocket(/\/ws$/, (socket) => socket.close());
  const advance = clockOf(page);
  await page.clock.install();
  await page.goto(`/messages/${group}`);
  await bubble(page, 'Before').waitFor();
  let asked = 0;
  await page.route('**/api/**', (route) => {
    asked++;
    return route.abort();
  });
  await pass(page, SECONDS, advance);
  expect(asked).toBeGreaterThan(5);
  expect(asked).toBeLessThan((SECONDS / 6) * 3);
  await page.getByText('Cruddur does not answer').waitFor();
  await page.getByText(/Trying again/).waitFor();
  expect(await page.getByText(/offline|internet/i).count()).toBe(0);
  expect(await page.getByRole('alert').count()).toBe(0);
  await page.unroute('**/api/**');
  await send(other, me, 'Meanwhile');
  await page.getByRole('button', { name: 'Try now' }).click();
  await bubble(page, 'Meanwhile').waitFor();
  await page.getByText('Cruddur does not answer').waitFor({ state: 'detached' });
});

test('the banner of an outage moves nothing and covers no control', async () => {
  const [me, other] = [await newPerson('Lennier'), await newPerson('Catherine')];
  const { message_group_uuid: group } = await send(other, me, 'Before');
  const page = await openPage(me, `/messages/${group}`, phone);
  await bubble(page, 'Before').waitFor();
  const places = () =>
    page
      .locator('.pane, .pane-head, .talk, .bubble, textarea')
      .evaluateAll((all) => all.map((each) => JSON.stringify(each.getBoundingClientRect())));
  const before = await places();
  await page.context().setOffline(true);
  await page.getByText('You are offline').waitFor();
  expect(await places()).toEqual(before);
  await page.setViewportSize(sizes.desktop);
  const bottomOf = (name: string) => page.locator(name).evaluate((one) => one.getBoundingClientRect().bottom);
  const top = await page.locator('.banners').evaluate((one) => one.getBoundingClientRect().top);
  expect(top).toBeGreaterThanOrEqual(await bottomOf('.pane-head'));
  await page.setViewportSize(phone.viewport);
  await page.getByRole('link', { name: 'Back to the conversations' }).tap();
  await groupRow(page, 'Catherine').tap();
  await composer(page).waitFor();
  await page.context().setOffline(false);
  await page.getByText('You are offline').waitFor({ state: 'detached' });
});

test('one service that fails beside others that answer is not asked without pause', async () => {
  const page = await openPage(await newPerson('Amis'), '/favicon.svg');
  let asked = 0;
  await page.route('**/api/users/*/short', (route) => {
    asked++;
    return route.fulfill({ status: 502, body: 'Bad Gateway' });
  });
  const advance = clockOf(page);
  await page.clock.install();
  await page.goto('/messages/new/londo');
  await until(async () => {
    await advance(1_000);
    return (await page.getByRole('alert').filter({ hasText: 'could not be loaded' }).count()) > 0;
  });
  const first = asked;
  await pass(page, SECONDS, advance);
  expect(asked).toBeGreaterThan(first + 6);
  expect(asked - first).toBeLessThan((SECONDS / 6) * 3);
  await page.unroute('**/api/users/*/short');
  await until(async () => {
    await advance(5_000);
    return (await page.getByText('beginning of your conversation').count()) > 0;
  });
});

/** Each try is at most three requests. The shortest wait is 4 s; the limit is that of tries every 6 s. */
const SECONDS = 100;

/**
 * Advances the page's clock by some milliseconds, but only once every request is answered: on a busy machine seconds of
 * that clock pass while a server answers, and the page would give it up.
 */
function clockOf(page: Page): (ms: number) => Promise<void> {
  const open = new Set<Request>();
  page.on('request', (request) => open.add(request));
  for (const end of ['requestfinished', 'requestfailed'] as const)
    page.on(end as 'requestfinished', (request) => open.delete(request));
  return async (ms) => {
    await until(() => open.size === 0);
    await page.clock.fastForward(ms);
  };
}

/** Lets time pass in small steps, and the page draw between them. */
async function pass(page: Page, seconds: number, advance: (ms: number) => Promise<void>): Promise<void> {
  for (let passed = 0; passed < seconds; passed += 2) {
    await advance(2_000);
    await page.evaluate(() => new Promise(requestAnimationFrame));
  }
}
