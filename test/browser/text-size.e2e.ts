import type { Page } from 'playwright-core';
import { newContext, openBrowser } from './browser.ts';
import { bubble } from './conversation.ts';
import { cutOff } from './cut-off.ts';
import { apiOf, newPerson, openPage, send } from './people.ts';

/** A reader who has set the browser's font size to twice the usual one. */
openBrowser(['--blink-settings=defaultFontSize=32']);

const widths = [1280, 390];

/** Opens the menu of the conversation by the keyboard, and chooses from it. */
const inMenu = (item: string) => async (page: Page) => {
  await page.getByRole('button', { name: 'Conversation menu' }).press('Enter');
  await page.getByRole('menuitem', { name: item }).press('Enter');
};
const key = (pressed: string) => (page: Page) => page.keyboard.press(pressed);

/** What opens over the conversation, and by what. */
const overlays: [overlay: string, open: (page: Page) => Promise<unknown>][] = [
  ['Conversation', (page) => page.getByRole('button', { name: 'Conversation menu' }).press('Enter')],
  ['Message', (page) => page.getByRole('button', { name: 'What to do' }).last().press('Enter')],
  ['Emoji', (page) => page.getByRole('button', { name: 'Emoji', exact: true }).press('Enter')],
  ['Zathrasson', (page) => page.locator('.pane-open').press('Enter')],
  ['Report this conversation?', inMenu('Report')],
  ['Jump to a date', inMenu('Jump to a date')],
  ['Search in this conversation', inMenu('Search in this conversation')],
  ['Go to a person or conversation', key('ControlOrMeta+k')],
  ['Keyboard shortcuts', key('?')],
];

test('at twice the font size the text is twice as large, and nothing is cut off on any page or over it', async () => {
  const me = await newPerson('Zathras');
  const [other, stranger] = [await newPerson('Zathrasson'), await newPerson('Another', 'Another Zathras')];
  const { message_group_uuid: group } = await send(me, other, 'Can you read this?');
  await apiOf(me).updateMe({ body: { who_may_write: 'requests' } });
  const { message_group_uuid: request } = await send(stranger, me, 'May I?');
  const cut: unknown[] = [];
  for (const width of widths) {
    const page = await openPage(me, '/', { viewport: { width, height: 800 } });
    const look = async (name: string) =>
      cut.push(...(await cutOff(page)).map((what) => ({ name, width, what })));
    for (const path of [
      '/',
      '/messages',
      '/messages/requests',
      '/messages/new',
      `/messages/new/bayko`,
      '/settings',
    ]) {
      await open(page, path);
      await look(path);
    }
    await page.getByRole('button', { name: 'Delete my account' }).press('Enter');
    await page.getByRole('dialog').waitFor();
    await look('the dialog to delete the account');
    await open(page, `/messages/${request}`);
    await page.getByRole('button', { name: 'Accept' }).waitFor();
    await look('a request');
    await open(page, `/messages/${group}`);
    await page.getByRole('button', { name: 'Conversation menu' }).waitFor();
    const fontSize = await bubble(page, 'Can you read this?').evaluate(
      (one) => getComputedStyle(one).fontSize,
    );
    expect(fontSize).toBe('30px');
    await look('a conversation');
    for (const [name, show] of overlays) {
      await page.getByRole('region', { name: 'Messages' }).focus();
      await show(page);
      const overlay = page.locator('dialog[open], .menu, .popover');
      await overlay.and(page.getByRole('dialog', { name }).or(page.getByRole('menu', { name }))).waitFor();
      await look(name);
      await page.keyboard.press('Escape');
      await overlay.waitFor({ state: 'detached' });
    }
  }
  expect(cut).toEqual([]);
});

test('at twice the font size a visitor can read every page', async () => {
  const cut: unknown[] = [];
  for (const width of widths) {
    const page = await (await newContext({ viewport: { width, height: 800 } })).newPage();
    for (const path of ['/', '/signin', '/signup', '/confirm', '/forgot', '/nowhere']) {
      await open(page, path);
      cut.push(...(await cutOff(page)).map((what) => ({ path, width, what })));
    }
  }
  expect(cut).toEqual([]);
});

async function open(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await page.getByRole('heading').first().waitFor();
  await page.waitForFunction(() => !document.querySelector('.loading'));
}
