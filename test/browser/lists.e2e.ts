import type { Locator, Page } from 'playwright-core';
import { axeFinds } from './axe.ts';
import { openBrowser } from './browser.ts';
import { bubble, bubbles, composer, groupRow, write } from './conversation.ts';
import { importPast } from './import-conversation.ts';
import { apiOf, newPerson, openPage, type Person, send } from './people.ts';
import { connected } from './sockets.ts';
import { restOn, twoBrowsers } from './two-browsers.ts';
import { until } from './until.ts';

openBrowser();

async function choose(page: Page, item: string): Promise<void> {
  await page.getByRole('button', { name: 'Conversation menu' }).click();
  await page.getByRole('menuitem', { name: item, exact: true }).click();
}

const lists = (page: Page) => page.getByRole('navigation', { name: 'Lists' });

/** The chosen list: its name, told to a screen reader and underlined for the eye; no other one is. */
async function chosenLists(page: Page): Promise<string[]> {
  const clear = 'rgba(0, 0, 0, 0)';
  const links = await lists(page)
    .getByRole('link')
    .evaluateAll((all) =>
      all.map((link) => {
        const { borderBottomColor, borderBottomWidth } = getComputedStyle(link);
        const line = borderBottomWidth === '2px' ? borderBottomColor : '';
        return { name: link.textContent ?? '', current: link.getAttribute('aria-current'), line };
      }),
    );
  const chosen = links.filter(({ current }) => current === 'page' || current === 'true');
  expect(links.filter(({ line }) => line !== clear)).toEqual(chosen);
  return chosen.map(({ name, current }) => `${name}: ${current}`);
}

test('archive, pin, mute and delete a conversation; another device follows, and the other person notices nothing', async () => {
  const { left, right, adira, brell, group } = await twoBrowsers();
  // Beside an open conversation, too.
  expect(await chosenLists(left)).toEqual(['Inbox: true']);
  const other = await openPage(adira, '/messages', { bypassCSP: true });
  await groupRow(other, 'Brell').waitFor();
  await connected(other);

  await choose(left, 'Archive');
  for (const page of [left, other]) await groupRow(page, 'Brell').waitFor({ state: 'detached' });
  await lists(other).getByRole('link', { name: 'Archived' }).click();
  await groupRow(other, 'Brell').waitFor();
  expect(await chosenLists(other)).toEqual(['Archived: page']);
  expect(await axeFinds(other)).toEqual([]);
  await write(right, 'Are you there?');
  await groupRow(other, 'Are you there?').waitFor();
  expect(await other.getByRole('link', { name: /Messages.*unread/ }).count()).toBe(0);

  await choose(left, 'Pin');
  await groupRow(other, 'Brell').waitFor({ state: 'detached' });
  await lists(other).getByRole('link', { name: 'Inbox' }).click();
  await groupRow(other, 'Pinned').waitFor();

  await choose(left, 'Mute');
  await groupRow(other, 'Muted').waitFor();
  expect(await axeFinds(other)).toEqual([]);

  await left.getByRole('button', { name: 'Conversation menu' }).click();
  expect(await axeFinds(left)).toEqual([]);
  await left.getByRole('menuitem', { name: 'Delete messages for me' }).click();
  const dialog = left.getByRole('dialog', { name: 'Delete all messages for you?' });
  await dialog.waitFor();
  expect(await axeFinds(left)).toEqual([]);
  await dialog.getByRole('button', { name: 'Delete' }).click();
  await dialog.waitFor({ state: 'detached' });
  await until(async () => (await bubbles(left).count()) === 0);
  await groupRow(other, 'Are you there?').waitFor({ state: 'detached' });
  expect(await bubble(right, 'Begin').count()).toBe(1);

  await send(brell, adira, 'Here I am again');
  await bubble(left, 'Here I am again').waitFor();
  expect(await bubbles(left).count()).toBe(1);
  await left.reload();
  await bubble(left, 'Here I am again').waitFor();
  expect(await bubbles(left).count()).toBe(1);
  expect(left.url()).toContain(group);
});

test('the menu of a row opens by right click and by keyboard: pin, mute, block and unblock', async () => {
  const { left, adira, brell } = await twoBrowsers();
  const row = groupRow(left, 'Brell');
  const item = (name: string) => left.getByRole('menuitem', { name, exact: true });
  const corner = (part: Locator) => part.evaluate((one) => one.getBoundingClientRect().toJSON());
  const { left: x, top: y } = await corner(row);
  await row.click({ button: 'right', position: { x: 100, y: 20 } });
  // From the pointer to the right and down.
  const menu = await corner(left.getByRole('menu'));
  expect([menu.left - x, menu.top - y].map(Math.round)).toEqual([100, 20]);
  expect(await axeFinds(left)).toEqual([]);
  await item('Pin').click();
  await groupRow(left, 'Pinned').waitFor();
  await row.focus();
  await left.keyboard.press('Shift+F10');
  await item('Unpin').waitFor();
  for (const key of ['ArrowDown', 'ArrowDown', 'Enter']) await left.keyboard.press(key);
  await groupRow(left, 'Muted').waitFor();
  expect(await row.evaluate((one) => one === document.activeElement)).toBe(true);
  await row.click({ button: 'right' });
  await item('Block').click();
  const dialog = left.getByRole('dialog', { name: 'Block Brell?' });
  await dialog.getByRole('button', { name: 'Block' }).click();
  await left.getByText('You have blocked Brell').waitFor();
  await until(async () => {
    await row.click({ button: 'right' });
    if ((await item('Unblock').count()) > 0) return true;
    await left.keyboard.press('Escape');
    return false;
  });
  await item('Unblock').click();
  await left.getByText('You have blocked Brell').waitFor({ state: 'detached' });
  await left.getByRole('link', { name: /^Messages/ }).click();
  await send(brell, adira, 'Quietly');
  await row.locator('.badge-quiet').filter({ hasText: '1 unread' }).waitFor();
});

test('on a phone a long press opens the menu of a row, and does not open the conversation', async () => {
  const phone = { viewport: { width: 320, height: 568 }, hasTouch: true, isMobile: true };
  const { left, adira, group: message_group_uuid } = await twoBrowsers(phone);
  const settings = { pinned: true, muted_until: '9999-12-31T23:59:59.999Z' };
  await apiOf(adira).updateMessageGroup({ params: { message_group_uuid }, body: settings });
  await left.goto('/messages');
  await groupRow(left, 'Pinned').waitFor();
  const edges = await groupRow(left, 'Brell').evaluate((row) => {
    const edge = (name: string, side: 'left' | 'right') =>
      [...row.querySelectorAll(name)].map((part) => part.getBoundingClientRect()[side]);
    return { marks: edge('.group-mark', 'right'), age: edge('.group-age', 'left') };
  });
  expect(edges.marks).toHaveLength(2);
  expect(Math.max(...edges.marks)).toBeLessThan(Math.min(...edges.age));
  await restOn(left, groupRow(left, 'Brell'));
  expect(new URL(left.url()).pathname).toBe('/messages');
  expect(await left.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
  expect(await axeFinds(left)).toEqual([]);
  await left.getByRole('menuitem', { name: 'Archive' }).tap();
  await groupRow(left, 'Brell').waitFor({ state: 'detached' });
  expect(await apiOf(adira).listMessageGroups({ query: { list: 'archived' } })).toHaveLength(1);
});

const request = (page: Page) => page.getByRole('region', { name: 'Message request' });
const answer = (page: Page, name: string) => request(page).getByRole('button', { name, exact: true }).click();

/** A stranger's request, open in its receiver's page. */
async function openRequest(page: Page, from: Person, to: Person, text: string): Promise<void> {
  await send(from, to, text);
  await lists(page).getByRole('link', { name: 'Requests' }).click();
  await groupRow(page, text).click();
  await bubble(page, text).waitFor();
}

test('a request waits without a badge or a receipt until it is accepted; three messages may', async () => {
  const [adira, brell] = [await newPerson('Adira'), await newPerson('Brell')];
  const right = await openPage(brell, '/settings', { bypassCSP: true });
  await right.getByRole('radio', { name: /^Everyone, as a request/ }).click();
  await right.getByRole('status').filter({ hasText: 'Who may write to you is saved.' }).waitFor();
  await right.reload();
  await right.getByRole('radio', { name: /^Everyone, as a request/, checked: true }).waitFor();
  expect(await axeFinds(right)).toEqual([]);

  await right.goto('/messages');
  await connected(right);
  await right.getByRole('heading', { name: 'No conversations yet' }).waitFor();
  const { message_group_uuid: group } = await send(adira, brell, 'Look: https://example.com/');
  await lists(right).getByRole('link', { name: 'Requests 1 waiting' }).click();
  expect(await right.getByRole('link', { name: /Messages.*unread/ }).count()).toBe(0);
  const held = Promise.withResolvers<void>();
  await right.route(`**/api/message_groups/${group}`, (route) => held.promise.then(() => route.continue()));
  await groupRow(right, 'Look').click();
  await bubble(right, 'Look').waitFor();
  await request(right).waitFor();
  // Opened by its address, it is not known to be a request before its row is there, even if the list is there first.
  const chunk = Promise.withResolvers<void>();
  await right.route(/conversation-page.*\.js/, (route) => chunk.promise.then(() => route.continue()));
  await right.route(/list=requests/, (route) => held.promise.then(() => route.continue()));
  const listed = [/pinned=true/, /unread=true/].map((query) => right.waitForResponse(query));
  await right.reload({ waitUntil: 'commit' });
  for (const response of await Promise.all(listed)) await response.finished();
  await right.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)));
  chunk.resolve();
  await bubble(right, 'Look').waitFor();
  expect(await composer(right).count()).toBe(0);
  held.resolve();
  await request(right).waitFor();
  expect(await bubble(right, 'Look').getByRole('link').count()).toBe(0);
  expect(await composer(right).count()).toBe(0);
  expect(await axeFinds(right)).toEqual([]);

  const left = await openPage(adira, `/messages/${group}`, { bypassCSP: true });
  await connected(left);
  await left.getByText('you can send two more').waitFor();
  await write(left, 'Second');
  await left.getByText('you can send one more').waitFor();
  await write(left, 'Third');
  await left.getByText('Your three messages wait').waitFor();
  await bubble(right, 'Third').waitFor();
  expect(await composer(left).count()).toBe(0);
  expect(await bubbles(left).getByTitle('Sent', { exact: true }).count()).toBe(3);
  expect(await axeFinds(left)).toEqual([]);

  await answer(right, 'Accept');
  await composer(right).waitFor();
  await bubble(right, 'Look').getByRole('link').waitFor();
  await lists(right).getByRole('link', { name: 'Requests', exact: true }).waitFor();
  await write(left, 'Fourth');
  await bubble(right, 'Fourth').waitFor();
  await bubbles(left).getByTitle('Sent and seen').first().waitFor();
});

test('a request is declined, another one ends with a block', async () => {
  const brell = await newPerson('Brell');
  const [adira, caden] = [await newPerson('Adira'), await newPerson('Caden')];
  await apiOf(brell).updateMe({ body: { who_may_write: 'requests' } });
  const page = await openPage(brell, '/messages');
  await openRequest(page, adira, brell, 'Buy this');
  await answer(page, 'Decline');
  await page.getByText('No requests.').waitFor();
  await lists(page).getByRole('link', { name: 'Archived' }).click();
  await groupRow(page, 'Request declined').click();
  await request(page).filter({ hasText: 'You declined' }).waitFor();
  expect(await bubbles(page).count()).toBe(0);

  await openRequest(page, caden, brell, 'Buy that');
  await answer(page, 'Report');
  await page.getByRole('dialog', { name: 'Report this conversation?' }).waitFor();
  await page.keyboard.press('Escape');
  await answer(page, 'Block');
  await page.getByRole('dialog', { name: 'Block Caden?' }).getByRole('button', { name: 'Block' }).click();
  await page.getByText('You have blocked').waitFor();
  await lists(page).getByRole('link', { name: 'Requests' }).click();
  await page.getByText('No requests.').waitFor();
  await expect(send(caden, brell, 'Again')).rejects.toThrow('not_accepting_messages');
});

test('messages are found in all conversations and in one, and open at their place', async () => {
  const [ivan, psi] = [await newPerson('Ivan'), await newPerson('Psi')];
  const textOf = (number: number) => (number === 40 ? 'Our Café at the harbour' : `Message ${number}`);
  const group = await importPast(ivan, psi, { length: 200, textOf });
  const search = { query: { q: 'cafe' } };
  await until(async () => (await apiOf(ivan).searchMessages(search)).length === 1, 400_000);
  const page = await openPage(ivan, '/messages', { bypassCSP: true });
  const [field, found] = [page.getByRole('searchbox'), page.getByRole('region', { name: 'Messages found' })];
  await field.fill('nowhere');
  await found.getByText('No message has “nowhere”.').waitFor();
  await page.keyboard.press('Control+k');
  const finder = page.getByRole('dialog', { name: 'Go to' });
  await finder.getByRole('combobox').waitFor();
  await page.context().setOffline(true);
  await finder.getByRole('combobox').fill('nobody');
  await finder.getByText('Searching needs a connection.').waitFor();
  await page.keyboard.press('Escape');
  await field.fill('cafe har');
  await found.getByText('Searching needs a connection.').waitFor();
  await page.context().setOffline(false);
  const link = found.getByRole('link', { name: 'Our Café at the harbour' });
  await link.waitFor();
  expect(await link.locator('mark').allTextContents()).toEqual(['Café', 'har']);
  expect(await axeFinds(page)).toEqual([]);
  await link.press('Enter');
  await until(() => isInView(bubble(page, 'Our Café')));
  expect(page.url()).toContain(group);

  await choose(page, 'Search in this conversation');
  const dialog = page.getByRole('dialog', { name: 'Search in this conversation' });
  await dialog.getByRole('searchbox').fill('nowhere');
  await dialog.getByText('No message has “nowhere”.').waitFor();
  await dialog.getByRole('searchbox').fill('message 187');
  await dialog.getByRole('link', { name: 'Message 187' }).waitFor();
  expect(await axeFinds(page)).toEqual([]);
  await dialog.getByRole('link').click();
  await until(() => isInView(bubble(page, 'Message 187')));
  expect(await dialog.count()).toBe(0);
});

test('where a stage does not search messages, the search says so and asks once', async () => {
  const [ivan, psi] = [await newPerson('Ivan'), await newPerson('Psi')];
  const { message_group_uuid } = await send(psi, ivan, 'Begin');
  const page = await openPage(ivan, `/messages/${message_group_uuid}`);
  let asked = 0;
  await page.route('**/api/search*', (route) => {
    asked++;
    return route.fulfill({ status: 404, json: { errors: ['search_off'] } });
  });
  const dialog = page.getByRole('dialog', { name: 'Search in this conversation' });
  const notice = dialog.getByText('Searching messages is switched off here.');
  await choose(page, 'Search in this conversation');
  await dialog.getByRole('searchbox').fill('Begin');
  await notice.waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('searchbox').fill('harbour');
  await page.getByText('No conversation matches “harbour”.').waitFor();
  // It looks for people after the same pause as the list for messages.
  await page.keyboard.press('Control+k');
  const finder = page.getByRole('dialog', { name: 'Go to' });
  const people = page.waitForResponse((response) => response.url().includes('nobody'));
  await finder.getByRole('combobox').fill('nobody');
  await people;
  await page.keyboard.press('Escape');
  expect(await page.getByRole('region', { name: 'Messages found' }).count()).toBe(0);
  await choose(page, 'Search in this conversation');
  await notice.waitFor();
  expect(asked).toBe(1);
});

const isInView = async (part: Locator) =>
  (await part.count()) > 0 &&
  part.evaluate((one) => {
    const { top, bottom } = one.getBoundingClientRect();
    return top >= 0 && bottom <= window.innerHeight;
  });
