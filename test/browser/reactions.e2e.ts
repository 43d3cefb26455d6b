import type { Locator } from 'playwright-core';
import { axeFinds } from './axe.ts';
import { openBrowser } from './browser.ts';
import { bubble, bubbles, composer, groupRow, write } from './conversation.ts';
import { openPage } from './people.ts';
import { choose, longPress, openMenu, twoBrowsers } from './two-browsers.ts';
import { until } from './until.ts';

openBrowser();

test('a reaction shows in the other browser, with who put it; a press adds and takes away', async () => {
  const { left, right, group, brell } = await twoBrowsers();
  await choose(right, 'Begin', 'React with 👍');
  const onLeft = left.getByRole('list', { name: 'Reactions' }).getByRole('button');
  const onRight = right.getByRole('list', { name: 'Reactions' }).getByRole('button');
  await left.getByRole('button', { name: '👍 Brell', pressed: false }).waitFor();
  await left.getByRole('status').filter({ hasText: 'Reaction 👍' }).waitFor();
  await onLeft.click();
  await right.getByRole('button', { name: '👍 2 You and Adira', pressed: true }).waitFor();
  expect(await axeFinds(left)).toEqual([]);
  await choose(left, 'Begin', 'React with ❤️');
  await until(async () => (await onRight.count()) === 2);
  const fresh = await openPage(brell, `/messages/${group}`);
  await fresh.getByRole('button', { name: '❤️ Adira' }).waitFor();
  await onRight.first().click();
  await choose(left, 'Begin', 'Take 👍 back');
  await left.getByRole('button', { name: '❤️ You', pressed: true }).waitFor();
  for (const reactions of [onLeft, onRight]) await until(async () => (await reactions.count()) === 1);
});

test('a reaction waits while the service is down, and is put by itself', async () => {
  const { left, right } = await twoBrowsers();
  let isDown = true;
  await left.route('**/reactions/**', (route) =>
    isDown ? route.fulfill({ status: 503, json: { errors: ['store_unavailable'] } }) : route.continue(),
  );
  await choose(left, 'Begin', 'React with 👍');
  await left.getByRole('button', { name: '👍 You, waiting to be sent', pressed: true }).waitFor();
  expect(await axeFinds(left)).toEqual([]);
  expect(await right.getByRole('list', { name: 'Reactions' }).count()).toBe(0);
  isDown = false;
  await right.getByRole('button', { name: '👍 Adira' }).waitFor();
  await left.getByRole('button', { name: '👍 You', exact: true, pressed: true }).waitFor();
});

test('a refused reaction goes, and says why at its message', async () => {
  const { left } = await twoBrowsers();
  await left.route('**/reactions/**', (route) =>
    route.fulfill({ status: 409, json: { errors: ['too_many_reactions'] } }),
  );
  await choose(left, 'Begin', 'React with 👍');
  const told = left.getByRole('alert').filter({ hasText: 'Not changed. There are enough reactions' });
  await told.waitFor();
  expect(await axeFinds(left)).toEqual([]);
  expect(await left.getByRole('list', { name: 'Reactions' }).count()).toBe(0);
  await told.getByRole('button', { name: 'OK' }).click();
  await told.waitFor({ state: 'detached' });
});

test('on a phone of 320 pixels a long press offers the reactions', async () => {
  const phone = { viewport: { width: 320, height: 568 }, hasTouch: true, isMobile: true, locale: 'en-US' };
  const { left, right } = await twoBrowsers(phone);
  // A time that shows only while a message is touched is whole.
  for (const from of [right, left]) {
    await composer(from).fill('A message that is as wide as any gets on a phone');
    await from.getByRole('button', { name: 'Send' }).click();
    await composer(from).fill('And one that follows it at once');
    await from.getByRole('button', { name: 'Send' }).click();
    const wide = bubble(left, 'as wide as any').last();
    const time = wide.locator('.bubble-foot-quiet');
    await bubble(left, 'follows')
      .nth(from === right ? 0 : 1)
      .waitFor();
    await until(async () => {
      await wide.tap();
      return time.evaluate((one) => getComputedStyle(one).opacity === '1');
    });
    const [start = -1, end = 321] = await time.evaluate((one) => {
      const shown = one.querySelector('time');
      if (shown) shown.textContent = '10:44 PM'; // No time is wider.
      const { left, right } = one.getBoundingClientRect();
      return [left, right];
    });
    expect(start).toBeGreaterThanOrEqual(0);
    expect(end).toBeLessThanOrEqual(320);
  }
  await longPress(left, 'Begin');
  expect(await left.getByRole('menuitem', { name: /^React with/ }).count()).toBe(6);
  await left.getByRole('menuitem', { name: 'React with 😂' }).tap();
  await right.getByRole('button', { name: '😂 Adira' }).waitFor();
  expect(await left.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
  expect(await axeFinds(left)).toEqual([]);
});

test('emoji come in at the caret by keyboard and by mouse, and any is a reaction; German words find them, too', async () => {
  const { left, right, adira, group } = await twoBrowsers();
  const picker = left.getByRole('dialog', { name: 'Emoji' });
  const box = composer(left);
  const button = left.getByRole('button', { name: 'Emoji' });
  const search = picker.getByRole('searchbox', { name: 'Search emoji' });
  const hasFocus = (part: Locator) => part.evaluate((one) => one === document.activeElement);
  const find = async (word: string, name: string) => {
    await until(() => hasFocus(search));
    await left.keyboard.type(word);
    await picker.locator('.emoji-active', { hasText: name }).waitFor();
  };
  await box.fill('ab');
  // What is large comes when somebody looks for an emoji.
  expect(await left.evaluate(emojiFiles)).toBe('');
  for (const key of ['ArrowLeft', 'Shift+Tab', 'Enter']) await left.keyboard.press(key);
  await find('red heart', 'Red heart');
  expect(await left.evaluate(emojiFiles)).toContain('_virtual_emoji-en');
  expect(await axeFinds(left)).toEqual([]);
  await left.keyboard.press('Enter');
  await until(async () => (await box.inputValue()) === 'a❤️b');
  expect(await hasFocus(search)).toBe(true);
  await left.keyboard.type('nothing of this name');
  await picker.getByText('No emoji for').waitFor();
  expect(await axeFinds(left)).toEqual([]);
  await left.keyboard.press('Enter');
  await left.keyboard.press('Escape');
  await picker.waitFor({ state: 'detached' });
  expect(await hasFocus(box)).toBe(true);
  await left.keyboard.press('Control+z');
  expect(await box.inputValue()).toBe('ab');
  expect(await bubbles(left).count()).toBe(1);

  await box.press('End');
  await button.click();
  await picker
    .getByRole('group', { name: 'Recently used' })
    .getByRole('button', { name: 'Red heart' })
    .click();
  await picker.getByRole('button', { name: 'Food & drink' }).click();
  await picker.getByRole('gridcell', { name: 'Grapes' }).click();
  await picker.getByRole('button', { name: 'No skin tone' }).click();
  await picker.getByRole('button', { name: 'Light skin tone', exact: true }).waitFor();
  await search.fill('thumbs up');
  await picker.getByRole('gridcell', { name: 'Thumbs up' }).click();
  // Writing goes on, beside the open picker.
  await until(() => hasFocus(box));
  await left.keyboard.type('c');
  expect(await box.inputValue()).toBe('ab❤️🍇👍🏻c');
  await box.fill('x'.repeat(4_096));
  await picker.getByRole('gridcell', { name: 'Thumbs up' }).click();
  await left.getByRole('status').filter({ hasText: 'no room for another emoji' }).waitFor();
  expect(await box.inputValue()).toHaveLength(4_096);
  await bubble(left, 'Begin').click();
  await picker.waitFor({ state: 'detached' });

  await openMenu(left, 'Begin');
  await left.getByRole('menuitem', { name: 'More reactions' }).click();
  await find('rocket', 'Rocket');
  await left.keyboard.press('Enter');
  await picker.waitFor({ state: 'detached' });
  await right.getByRole('button', { name: '🚀 Adira' }).waitFor();

  const german = await openPage(adira, `/messages/${group}`, { locale: 'de-DE' });
  await german.getByRole('button', { name: 'Emoji' }).click();
  await german.getByRole('searchbox', { name: 'Emoji suchen' }).fill('rakete');
  await german.getByRole('gridcell', { name: 'Rakete' }).click();
  await until(async () => (await german.getByRole('textbox', { name: /^Nachricht/ }).inputValue()) === '🚀');
});

/** Runs in the page: the loaded files of the emoji picker. */
function emojiFiles(): string {
  const names = performance.getEntriesByType('resource').map(({ name }) => name);
  return names.filter((name) => /emoji-(popover|en|de)/.test(name)).join();
}

test('a message deleted for oneself goes from every page of one person, and stays for the other', async () => {
  const { left, right, group, adira } = await twoBrowsers();
  await write(right, 'Not for long');
  await bubble(left, 'Not for long').waitFor();
  const other = await openPage(adira, `/messages/${group}`);
  await bubble(other, 'Not for long').waitFor();
  await choose(left, 'Not for long', 'Delete for me');
  await left.getByRole('button', { name: 'Delete' }).click();
  for (const page of [left, other]) {
    await bubble(page, 'Not for long').waitFor({ state: 'detached' });
    await groupRow(page, 'Brell').filter({ hasText: 'Begin' }).waitFor();
    await until(async () => !(await page.content()).includes('Not for long'));
  }
  expect(await bubbles(right).count()).toBe(2);
});
