import type { Page } from 'playwright-core';
import { axeFinds } from './axe.ts';
import { openBrowser } from './browser.ts';
import { bubble, bubbles, composer, groupRow, write } from './conversation.ts';
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

test('archive, pin, mute and delete a conversation; another device follows, and the other person notices nothing', async () => {
  const { left, right, adira, brell, group } = await twoBrowsers();
  const other = await openPage(adira, '/messages', { bypassCSP: true });
  await groupRow(other, 'Brell').waitFor();
  await connected(other);

  await choose(left, 'Archive');
  for (const page of [left, other]) await groupRow(page, 'Brell').waitFor({ state: 'detached' });
  await lists(other).getByRole('link', { name: 'Archived' }).click();
  await groupRow(other, 'Brell').waitFor();
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
  const { left } = await twoBrowsers();
  const row = groupRow(left, 'Brell');
  const item = (name: string) => left.getByRole('menuitem', { name, exact: true });
  await row.click({ button: 'right' });
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
  expect(await right.getByRole('radio', { name: /^Everyone, as a request/ }).isChecked()).toBe(true);
  expect(await axeFinds(right)).toEqual([]);

  await right.goto('/messages');
  await connected(right);
  await right.getByText('No conversations yet').waitFor();
  const { message_group_uuid: group } = await send(adira, brell, 'Look: https://example.com/');
  await lists(right).getByRole('link', { name: 'Requests 1 waiting' }).click();
  expect(await right.getByRole('link', { name: /Messages.*unread/ }).count()).toBe(0);
  await groupRow(right, 'Look').click();
  await bubble(right, 'Look').waitFor();
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
