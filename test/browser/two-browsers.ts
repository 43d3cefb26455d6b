import type { BrowserContextOptions, Locator, Page } from 'playwright-core';
import { bubble, bubbles } from './conversation.ts';
import { newPerson, openPage, send } from './people.ts';
import { connected } from './sockets.ts';

/** Two people side by side in their conversation, Adira left and Brell right, with live connections. */
export async function twoBrowsers(options: BrowserContextOptions = {}) {
  const [adira, brell] = [await newPerson('Adira'), await newPerson('Brell')];
  const { message_group_uuid: group } = await send(adira, brell, 'Begin');
  const path = `/messages/${group}`;
  const [left, right] = await Promise.all([
    openPage(adira, path, { bypassCSP: true, ...options }),
    openPage(brell, path),
  ]);
  for (const page of [left, right]) await bubble(page, 'Begin').waitFor();
  await Promise.all([connected(left), connected(right)]);
  for (const page of [left, right]) await bubble(page, 'Begin').waitFor();
  return { left, right, group, adira, brell };
}

/** A message by its own text, not by what it quotes. */
const saying = (page: Page, text: string) =>
  bubbles(page).filter({ has: page.locator('.text', { hasText: text }) });

/** Opens the menu of a message by the mouse. */
export async function openMenu(page: Page, text: string): Promise<void> {
  await saying(page, text).hover();
  await saying(page, text).getByRole('button', { name: 'What to do' }).click();
}

/** Chooses from the menu of a message, which does it in the next frame. */
export async function choose(page: Page, text: string, item: string): Promise<void> {
  await openMenu(page, text);
  await page.getByRole('menuitem', { name: item, exact: true }).click();
  await page.evaluate(() => new Promise(requestAnimationFrame));
}

/** Opens the menu of a message by a finger that rests on it. */
export function longPress(page: Page, text: string): Promise<void> {
  return restOn(page, saying(page, text));
}

/** Opens a menu by a finger that rests on something. */
export async function restOn(page: Page, part: Locator): Promise<void> {
  const { x = 0, y = 0, width = 0, height = 0 } = (await part.boundingBox()) ?? {};
  const devtools = await page.context().newCDPSession(page);
  const touchPoints = [{ x: x + width / 2, y: y + height / 2 }];
  await devtools.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints });
  await page.getByRole('menu').waitFor();
  await devtools.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
}
