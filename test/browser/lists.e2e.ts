import type { Page } from 'playwright-core';
import { axeFinds } from './axe.ts';
import { openBrowser } from './browser.ts';
import { bubble, bubbles, groupRow, write } from './conversation.ts';
import { apiOf, openPage, send } from './people.ts';
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
  const { left, adira } = await twoBrowsers(phone);
  await left.goto('/messages');
  await restOn(left, groupRow(left, 'Brell'));
  expect(new URL(left.url()).pathname).toBe('/messages');
  expect(await left.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
  expect(await axeFinds(left)).toEqual([]);
  await left.getByRole('menuitem', { name: 'Archive' }).tap();
  await groupRow(left, 'Brell').waitFor({ state: 'detached' });
  expect(await apiOf(adira).listMessageGroups({ query: { list: 'archived' } })).toHaveLength(1);
});
