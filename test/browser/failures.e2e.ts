import type { Page } from 'playwright-core';
import { openBrowser, sizes } from './browser.ts';
import { bubble, composer } from './conversation.ts';
import { newPerson, openPage, send } from './people.ts';

openBrowser();

const phone = { viewport: sizes.phone, hasTouch: true, isMobile: true };
const unavailable = { status: 503, json: { errors: ['store_unavailable'] } };
const wayBack = (page: Page) => page.getByRole('link', { name: 'Back to the conversations' });

test('on a phone a conversation that fails to load keeps its header, the back link and the composer', async () => {
  const { page, path } = await openAsPhone();
  await page.route('**/api/messages/*', (route) => route.fulfill(unavailable));
  await page.goto(path);
  await page.getByRole('alert').waitFor();
  await page.getByRole('heading', { name: 'Orwell' }).waitFor();
  await wayBack(page).waitFor();
  expect(await gapToEdge(page, page.getByRole('alert'))).toBeGreaterThanOrEqual(12);
  await composer(page).fill('Written all the same');
  await page.getByRole('button', { name: 'Send' }).tap();
  await page.unroute('**/api/messages/*');
  await page.getByRole('button', { name: 'Try again' }).tap();
  await bubble(page, 'Begin').waitFor();
  await bubble(page, 'Written all the same').getByText('Sent').waitFor({ state: 'attached' });
  await wayBack(page).tap();
  await page.getByRole('heading', { name: 'Messages' }).waitFor();
});

test('on a phone a failed user lookup keeps the back link and the composer', async () => {
  const { page } = await openAsPhone();
  await page.route('**/api/users/*/short', (route) => route.fulfill(unavailable));
  await page.goto('/messages/new/londo');
  await page.getByRole('alert').waitFor();
  await composer(page).waitFor();
  await page.unroute('**/api/users/*/short');
  await page.getByRole('button', { name: 'Try again' }).tap();
  await page.getByText('beginning of your conversation').waitFor();
  await wayBack(page).tap();
  await page.getByRole('heading', { name: 'Messages' }).waitFor();
});

test.each([
  ['/messages/00000000-0000-4000-8000-000000000000', 'Conversation not found'],
  ['/messages/new/nobody_at_all', 'User not found'],
])('on a phone the error page of %s has a back link', async (path, heading) => {
  const { page } = await openAsPhone();
  await page.goto(path);
  await page.getByRole('heading', { name: heading }).waitFor();
  await wayBack(page).tap();
  await page.getByRole('heading', { name: 'Messages' }).waitFor();
});

test('on a phone the navigation shows while the own user loads', async () => {
  const { page, path } = await openAsPhone();
  await page.route('**/api/me', (route) => route.fulfill(unavailable));
  await page.goto(path);
  await page.getByRole('alert').waitFor();
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Settings' }).tap();
  await page.waitForURL('**/settings');
});

test('a list that fails to load shows its error in place, next to the loaded conversation', async () => {
  const { page, path } = await openConversation();
  await page.route('**/api/message_groups?*', (route) => route.fulfill(unavailable));
  await page.goto(path);
  const list = page.getByRole('complementary', { name: 'Conversations' });
  await list.getByRole('alert').waitFor();
  await bubble(page, 'Begin').waitFor();
  await page.unroute('**/api/message_groups?*');
  await list.getByRole('button', { name: 'Try again' }).click();
  await list.getByRole('link', { name: /Orwell/ }).waitFor();
});

/** The pixels between an element and the nearer edge of the window. */
async function gapToEdge(page: Page, element: ReturnType<Page['getByRole']>): Promise<number> {
  const box = await element.boundingBox();
  const width = page.viewportSize()?.width ?? 0;
  return box ? Math.min(box.x, width - box.x - box.width) : 0;
}

async function openConversation(options = {}) {
  const [me, other] = [await newPerson('Neroon'), await newPerson('Orwell')];
  const { message_group_uuid } = await send(me, other, 'Begin');
  const path = `/messages/${message_group_uuid}`;
  // No page of the application: it would keep what it loads, and show that when loading fails.
  return { path, page: await openPage(me, '/favicon.svg', options) };
}

const openAsPhone = () => openConversation(phone);
