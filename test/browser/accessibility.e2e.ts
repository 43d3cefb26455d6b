import type { Locator, Page } from 'playwright-core';
import { axeFinds } from './axe.ts';
import { newContext, openBrowser, sizes } from './browser.ts';
import { bubble, bubbles, composer, groupRow } from './conversation.ts';
import { importPast } from './import-conversation.ts';
import { apiOf, codeFor, newHandle, newPerson, openPage, PASSWORD, send, signUp } from './people.ts';
import { until } from './until.ts';

openBrowser();

test('with forced colors outlines and borders show what colours showed', async () => {
  const [me, other] = [await newPerson('Kosh'), await newPerson('Ulkesh')];
  await send(other, me, 'Theirs');
  const { message_group_uuid: group, uuid } = await send(me, other, 'Mine');
  const message = { message_group_uuid: group, message_uuid: uuid };
  await apiOf(me).addReaction({ params: { ...message, emoji: '👍' } });
  await apiOf(other).addReaction({ params: { ...message, emoji: '🎉' } });
  const page = await openPage(me, `/messages/${group}`, { forcedColors: 'active', bypassCSP: true });
  await bubble(page, 'Mine').waitFor();
  const reaction = (emoji: string) => page.locator('.reaction').filter({ hasText: emoji });
  await reaction('🎉').waitFor();
  for (const text of ['Mine', 'Theirs'])
    expect(await styleOf(bubble(page, text), 'borderStyle')).toBe('solid');
  expect(await styleOf(bubble(page, 'Mine'), 'borderColor')).not.toBe(
    await styleOf(bubble(page, 'Theirs'), 'borderColor'),
  );
  expect(await styleOf(groupRow(page, 'Ulkesh'), 'outlineStyle')).toBe('solid');
  expect(await styleOf(page.locator('.rail-link[aria-current]'), 'outlineStyle')).toBe('solid');
  for (const control of ['.groups-head .icon-button', '.composer-send'])
    expect([control, await styleOf(page.locator(control), 'borderStyle')]).toEqual([control, 'solid']);
  expect(await styleOf(reaction('👍'), 'outlineStyle')).toBe('solid');
  expect(await styleOf(reaction('🎉'), 'outlineStyle')).toBe('none');
  const underlineOf = (list: string) => styleOf(page.getByRole('link', { name: list }), 'borderBottomColor');
  expect(await underlineOf('Inbox')).not.toBe(await underlineOf('Archived'));
  // With nothing to send the button says so by its colour.
  const sender = page.locator('.composer-send');
  const idle = await styleOf(sender, 'color');
  await composer(page).fill('Something');
  await until(async () => (await styleOf(sender, 'color')) !== idle);
  await bubble(page, 'Mine').getByRole('button', { name: 'What to do' }).click();
  const chosen = page.getByRole('menuitem', { name: 'Take 👍 back' });
  await until(async () => (await styleOf(chosen, 'outlineStyle')) === 'solid');
  await page.keyboard.press('ArrowDown');
  await until(async () => (await styleOf(page.locator('.menu-item:focus'), 'outlineStyle')) === 'solid');
  expect(await faultsButColours(page)).toEqual([]);
  await page.goto('/settings');
  expect(await styleOf(page.locator('.theme:has(:checked)'), 'outlineStyle')).toBe('solid');
  expect(await faultsButColours(page)).toEqual([]);
  await page.goto('/messages/new');
  await page.getByRole('combobox').fill('londo');
  await page.locator('[role=option][data-highlighted]').waitFor();
  expect(await styleOf(page.locator('[data-highlighted]'), 'outlineStyle')).toBe('solid');
});

test.each(['light', 'dark'] as const)(
  'borders of fields and placeholders stand out from what is around them (%s)',
  async (colorScheme) => {
    const [me, other] = [await newPerson('Sebastian'), await newPerson('Ombuda')];
    const { message_group_uuid: group } = await send(me, other, 'Begin');
    const page = await openPage(me, `/messages/${group}`, { colorScheme });
    await composer(page).waitFor();
    expect(await contrast(page, '.composer-box', 'borderTopColor', '.pane')).toBeGreaterThanOrEqual(3);
    expect(await contrast(page, '.composer-box', 'borderTopColor', '.composer-box')).toBeGreaterThanOrEqual(
      3,
    );
    await page.goto('/messages/new');
    await page.locator('.finder-field').waitFor();
    expect(
      await contrast(page, '.finder-field input', 'color', '.finder', '::placeholder'),
    ).toBeGreaterThanOrEqual(4.5);
    await page.goto('/settings');
    await page.getByLabel('Display name').waitFor();
    expect(await contrast(page, '.field input', 'borderTopColor', '.card')).toBeGreaterThanOrEqual(3);
  },
);

test('the account pages focus their first field and announce their name', async () => {
  const page = await (await newContext()).newPage();
  await page.goto('/signin');
  await until(async () => (await focusedField(page)) === 'email');
  await page.getByRole('link', { name: 'Create an account' }).click();
  await until(async () => (await focusedField(page)) === 'display_name');
  expect(await page.locator('[aria-live]').allTextContents()).toContain('Create an account');
  const handle = newHandle('lyta');
  const email = `${handle}@example.com`;
  await signUp({ name: 'Lyta', handle, email });
  await page.goto('/signin');
  await page.getByLabel('Email').fill(email.toUpperCase());
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Confirm your email' }).waitFor();
  await until(async () => (await focusedField(page)) === 'code');
  await page.keyboard.type(await codeFor(email));
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'No conversations yet' }).waitFor();
});

test('on a phone the account pages move the focus to their heading, not to a field', async () => {
  const page = await (await newContext({ viewport: sizes.phone, hasTouch: true, isMobile: true })).newPage();
  const isOn = (heading: string) => until(async () => (await focusedText(page)) === heading);
  await page.goto('/signin');
  await page.getByRole('link', { name: 'Create an account' }).tap();
  await isOn('Create an account');
  await page.goto('/forgot');
  await page.getByLabel('Email').fill('londo@example.com');
  await page.getByRole('button', { name: 'Send the code' }).tap();
  await isOn('Choose a new password');
});

test('a handle that is taken is announced when the field is left', async () => {
  const page = await (await newContext()).newPage();
  await page.goto('/signup');
  await page.getByLabel('Handle').fill('bayko');
  await page.getByLabel('Email').focus();
  await page.getByRole('status').filter({ hasText: 'This handle is taken' }).waitFor();
});

test('a message in another conversation is announced', async () => {
  const [me, open, other] = [await newPerson('Marcus'), await newPerson('Neroon'), await newPerson('Shaal')];
  await send(other, me, 'Before');
  const { message_group_uuid: group } = await send(me, open, 'Begin');
  const page = await openPage(me, `/messages/${group}`);
  await bubble(page, 'Begin').waitFor();
  await groupRow(page, 'Shaal').waitFor();
  await send(other, me, 'Now');
  await page.getByRole('status').filter({ hasText: 'New message from Shaal' }).waitFor();
});

test('from the button to the newest message the keyboard goes on in the messages', async () => {
  const [me, other] = [await newPerson('Jha'), await newPerson('Dur')];
  const group = await importPast(me, other, { length: 60 });
  const page = await openPage(me, `/messages/${group}`);
  await bubbles(page).first().waitFor();
  const button = page.getByRole('button', { name: 'Scroll to the newest message' });
  await until(async () => {
    await page.getByRole('region', { name: 'Messages' }).press('Home');
    return button.isVisible();
  });
  await button.press('Enter');
  await button.waitFor({ state: 'detached' });
  expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Messages');
});

test('shortcuts lead to conversations, and show themselves; the list is one stop of the Tab key', async () => {
  const [me, first, second] = [await newPerson('Corwin'), await newPerson('Zeta'), await newPerson('Anna')];
  await send(me, first, 'To the first');
  await send(me, second, 'To the second');
  const page = await openPage(me, '/messages', { bypassCSP: true });
  await groupRow(page, 'To the first').waitFor();
  const headingOf = (name: string) => page.getByRole('heading', { name, level: 1 });
  await page.keyboard.press('Alt+ArrowDown');
  await headingOf('Anna').waitFor();
  await page.keyboard.press('Alt+ArrowDown');
  await headingOf('Zeta').waitFor();
  await page.keyboard.press('Alt+ArrowUp');
  await headingOf('Anna').waitFor();
  await composer(page).fill('?');
  await composer(page).press('ControlOrMeta+k');
  const jump = page.getByRole('dialog', { name: 'Go to a person or conversation' });
  await jump.getByRole('combobox').fill('zet');
  await jump.getByRole('option').filter({ hasText: 'Zeta' }).first().waitFor();
  expect(await axeFinds(page)).toEqual([]);
  await page.keyboard.press('Enter');
  await headingOf('Zeta').waitFor();
  await groupRow(page, 'Anna').focus();
  await page.keyboard.press('ArrowDown');
  expect(await focusedText(page)).toContain('Zeta');
  await page.keyboard.press('Home');
  expect(await focusedText(page)).toContain('Anna');
  expect(
    await page.locator('a.group').evaluateAll((all) => all.map((one) => (one as HTMLElement).tabIndex)),
  ).toEqual([0, -1]);
  await page.keyboard.press('?');
  const help = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await help.waitFor();
  const keys = (key: Locator) => key.locator('kbd').allTextContents();
  expect(await Promise.all((await help.locator('dt').all()).map(keys))).toEqual([
    ['Ctrl', 'K'],
    ['Alt', '↑'],
    ['Alt', '↓'],
    ['↑', '↓'],
    ['Home', 'End'],
    ['Shift', 'F10'],
    ['Shift', 'Tab'],
    ['↑'],
    ['Enter'],
    ['Shift', 'Enter'],
    ['Esc'],
    ['?'],
  ]);
  expect(await axeFinds(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await help.waitFor({ state: 'detached' });
  expect(await focusedText(page)).toContain('Anna');
});

function focusedText(page: Page): Promise<string | null | undefined> {
  return page.evaluate(() => document.activeElement?.textContent);
}

function focusedField(page: Page): Promise<string | null | undefined> {
  return page.evaluate(() => document.activeElement?.getAttribute('name'));
}

/** What axe finds but contrasts: the browser replaces the colours that axe reads in the style sheets. */
async function faultsButColours(page: Page): Promise<string[]> {
  return (await axeFinds(page)).filter((fault) => !fault.startsWith('color-contrast'));
}

type Shown = 'borderStyle' | 'borderColor' | 'borderBottomColor' | 'outlineStyle' | 'color';

function styleOf(element: Locator, name: Shown): Promise<string> {
  return element.evaluate((one, property) => getComputedStyle(one)[property as 'borderStyle'], name);
}

/** The contrast, from 1 to 21, between a colour of one element and the background of another (WCAG 2.2). */
function contrast(
  page: Page,
  selector: string,
  property: 'color' | 'borderTopColor',
  around: string,
  pseudo?: string,
): Promise<number> {
  return page.evaluate(
    ([selector, property, around, pseudo]) => {
      const find = (name: string) => document.querySelector(name) as Element;
      const luminance = (colour: string) => {
        const parts = (colour.match(/[\d.]+/g) ?? []).slice(0, 3).map((part) => {
          const share = Number(part) / 255;
          return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * (parts[0] ?? 0) + 0.7152 * (parts[1] ?? 0) + 0.0722 * (parts[2] ?? 0);
      };
      const both = [
        luminance(getComputedStyle(find(selector), pseudo)[property as 'color']),
        luminance(getComputedStyle(find(around)).backgroundColor),
      ];
      return (Math.max(...both) + 0.05) / (Math.min(...both) + 0.05);
    },
    [selector, property, around, pseudo] as [string, string, string, string | undefined],
  );
}
