import type { Page } from 'playwright-core';
import { newContext, openBrowser } from './browser.ts';
import { bubble, composer } from './conversation.ts';
import { enter, focusFaults, focusOn, moveTo, type, watchFocus } from './keyboard.ts';
import { apiOf, codeFor, newHandle, newPerson, PASSWORD, send, storageOf } from './people.ts';

openBrowser();

test('by the keyboard alone somebody signs up, finds a person and writes the first message; the focus is never lost', async () => {
  const other = await newPerson('Virini');
  const page = await (await newContext()).newPage();
  await watchFocus(page);
  await page.goto('/');
  await enter(page, 'Create an account');
  const handle = newHandle('cartagia');
  const email = `${handle}@example.com`;
  await focusOn(page, 'Display name');
  await page.keyboard.type('Cartagia');
  for (const [field, text] of [
    ['Handle', handle],
    ['Email', email],
    ['Password', PASSWORD],
  ] as const) {
    await moveTo(page, field);
    await page.keyboard.type(text);
  }
  await page.keyboard.press('Enter');
  await focusOn(page, 'Code');
  await type(page, await codeFor(email));
  await page.getByRole('heading', { name: 'No conversations yet' }).waitFor();
  await enter(page, 'Write a message');
  await focusOn(page, 'Find a person');
  await page.keyboard.type(other.handle);
  await page.locator('[role=option][data-highlighted]').filter({ hasText: 'Virini' }).waitFor();
  await page.keyboard.press('Enter');
  await focusOn(page, 'Message to Virini');
  await type(page, 'May I?');
  await bubble(page, 'May I?').getByText('Sent').waitFor({ state: 'attached' });
  await page.getByRole('button', { name: 'Conversation menu' }).waitFor();
  await focusOn(page, 'Message to Virini');
  expect(await focusFaults(page)).toEqual([]);
});

test('by the keyboard alone a request is declined, another accepted, and messages are answered, edited, reacted to and deleted', async () => {
  const [me, other] = [await newPerson('Dukhat'), await newPerson('Branmer')];
  const stranger = await newPerson('Morden');
  await apiOf(me).updateMe({ body: { who_may_write: 'requests' } });
  await send(other, me, 'May I ask?');
  await send(stranger, me, 'What do you want?');
  const page = await (await newContext({ storageState: storageOf(me) })).newPage();
  await watchFocus(page);
  await page.goto('/messages');
  await page.getByRole('link', { name: 'Requests 2' }).waitFor();
  await enter(page, 'Requests');
  await enter(page, 'MMorden');
  await page.getByRole('region', { name: 'Message request' }).waitFor();
  await enter(page, 'Decline');
  await page.getByRole('link', { name: 'Requests 1' }).waitFor();
  await enter(page, 'BBranmer');
  await page.getByRole('region', { name: 'Message request' }).waitFor();
  await enter(page, 'Accept');
  await focusOn(page, 'Message to Branmer');
  await type(page, 'Yes');
  await bubble(page, 'Yes').getByText('Sent').waitFor({ state: 'attached' });

  // From the message box to the messages, and along them.
  await moveTo(page, 'What to do', 'Shift+Tab');
  await page.keyboard.press('ArrowUp');
  await chooseByKeys(page, 'Reply');
  await focusOn(page, 'Message to Branmer');
  await enter(page, 'Stop replying', 'Shift+Tab');
  await focusOn(page, 'Message to Branmer');
  await page.keyboard.press('ArrowUp');
  await focusOn(page, 'Edit the message');
  await type(page, ', please');
  await bubble(page, 'Yes, please').getByText('Edited').waitFor();
  await focusOn(page, 'Message to Branmer');
  await moveTo(page, 'What to do', 'Shift+Tab');
  await chooseByKeys(page, 'React with 👍');
  await page.locator('.reaction').waitFor();
  await moveTo(page, '👍');
  await page.locator('.reaction:not(.reaction-waiting)').waitFor();
  await page.keyboard.press('Enter');
  await page.locator('.reaction').waitFor({ state: 'detached' });
  await focusOn(page, 'What to do');
  await chooseByKeys(page, 'Delete for everyone');
  await focusOn(page, 'Cancel');
  await page.keyboard.press('Enter');
  await focusOn(page, 'What to do');
  await chooseByKeys(page, 'Delete for everyone');
  await focusOn(page, 'Cancel');
  await enter(page, 'Delete');
  await bubble(page, 'You deleted this message').waitFor();
  await composer(page).waitFor();
  expect(await focusFaults(page)).toEqual([]);

  await reportAndBlock(page);
  expect(await focusFaults(page)).toEqual([]);
});

/** Every overlay gives the focus back to what opened it, however it is closed. */
async function reportAndBlock(page: Page): Promise<void> {
  for (const [item, leave] of [
    ['Report', 'Cancel'],
    ['Jump to a date', 'Cancel'],
    ['Search in this conversation', 'Close'],
    ['Delete messages for me', 'Cancel'],
    ['Block', 'Cancel'],
  ] as const) {
    await moveTo(page, 'Conversation menu', 'Shift+Tab');
    await chooseByKeys(page, item);
    await page.getByRole('dialog').waitFor();
    await enter(page, leave);
    await focusOn(page, 'Conversation menu');
  }
  await enter(page, 'Branmer', 'Shift+Tab');
  await page.getByRole('dialog', { name: 'Branmer' }).waitFor();
  await page.keyboard.press('Escape');
  await focusOn(page, 'Branmer');
  for (const [key, dialog] of [
    ['?', 'Keyboard shortcuts'],
    ['ControlOrMeta+k', 'Go to a person or conversation'],
  ] as const) {
    await page.keyboard.press(key);
    await page.getByRole('dialog', { name: dialog }).waitFor();
    await page.keyboard.press('Escape');
    await focusOn(page, 'Branmer');
  }
  await moveTo(page, 'Conversation menu');
  await chooseByKeys(page, 'Report');
  await focusOn(page, 'Unwanted advertising');
  await page.keyboard.press('Space');
  await enter(page, 'Report');
  await focusOn(page, 'Conversation menu');
  await chooseByKeys(page, 'Block');
  await focusOn(page, 'Cancel');
  await enter(page, 'Block');
  await focusOn(page, 'Conversation menu');
  await enter(page, 'Unblock Branmer');
  await focusOn(page, 'Message to Branmer');
  // The row that has the focus leaves the list.
  await moveTo(page, 'BBranmer', 'Shift+Tab');
  await page.keyboard.press('Shift+F10');
  await moveTo(page, 'Archive', 'ArrowDown');
  await page.keyboard.press('Enter');
  await page.getByRole('status').filter({ hasText: 'Archived.' }).waitFor();
}

/** Opens the menu of what has the focus, and chooses from it by the arrow keys. */
async function chooseByKeys(page: Page, item: string): Promise<void> {
  await page.keyboard.press('Enter');
  await page.getByRole('menu').waitFor();
  await moveTo(page, item, 'ArrowDown');
  await page.keyboard.press('Enter');
  await page.getByRole('menu').waitFor({ state: 'detached' });
}

/** The first of each group: the arrow keys reach the others. */
const SETTINGS = [
  'Display name',
  'Save',
  'Change email',
  'Change password',
  'Sign out',
  'Sign out everywhere',
  'Everyone',
  'Show others that I am typing',
  'Unblock Bolieve',
  'System',
  'Language',
  'Dates and times',
  'Download my data',
  'Delete my account',
];

test('by the keyboard alone every setting is reached, and somebody signs out and in', async () => {
  const [me, blocked] = [await newPerson('Kalain'), await newPerson('Bolieve')];
  await apiOf(me).blockUser({ params: { user_uuid: blocked.uuid } });
  const page = await (await newContext({ storageState: storageOf(me) })).newPage();
  await watchFocus(page);
  await page.goto('/settings');
  await page.getByText('Bolieve', { exact: true }).waitFor();
  for (const setting of SETTINGS) await moveTo(page, setting);
  for (const setting of ['Delete my account', 'Change password', 'Change email']) {
    await enter(page, setting, 'Shift+Tab');
    await page.getByRole('dialog').waitFor();
    await enter(page, 'Cancel');
    await focusOn(page, setting);
  }
  await enter(page, 'Unblock Bolieve');
  await page.getByText('You block nobody.').waitFor();
  await moveTo(page, 'Everyone', 'Shift+Tab');
  await moveTo(page, 'Nobody new', 'ArrowDown');
  await page.getByRole('status').filter({ hasText: 'Who may write to you is saved.' }).waitFor();
  await moveTo(page, 'System');
  await moveTo(page, 'Dark', 'ArrowDown');
  await page.waitForFunction(() => getComputedStyle(document.documentElement).colorScheme === 'dark');
  await moveTo(page, 'Language');
  for (const [key, heading, label] of [
    ['D', 'Einstellungen', 'Sprache'],
    ['E', 'Settings', 'Language'],
  ] as const) {
    await page.keyboard.press(key);
    await page.getByRole('heading', { name: heading }).waitFor();
    await focusOn(page, label);
  }
  await moveTo(page, 'Display name', 'Shift+Tab');
  await page.keyboard.press('ControlOrMeta+a');
  await type(page, 'Kalain the Second');
  await page.getByRole('status').filter({ hasText: 'Your display name is saved.' }).waitFor();
  await enter(page, 'Sign out');
  await page.getByText('You are signed out.').waitFor();
  await focusOn(page, 'Email');
  await page.keyboard.type(me.email);
  await moveTo(page, 'Password');
  await type(page, PASSWORD);
  await page.getByRole('heading', { name: 'No conversations yet' }).waitFor();
  expect(await focusFaults(page)).toEqual([]);
});
