import { axeFinds } from './axe.ts';
import { openBrowser } from './browser.ts';
import { bubble, bubbles, groupRow, write } from './conversation.ts';
import { openPage } from './people.ts';
import { choose, longPress, twoBrowsers } from './two-browsers.ts';
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
  const phone = { viewport: { width: 320, height: 568 }, hasTouch: true, isMobile: true };
  const { left, right } = await twoBrowsers(phone);
  await longPress(left, 'Begin');
  await left.getByRole('menuitem', { name: 'React with 😂' }).tap();
  await right.getByRole('button', { name: '😂 Adira' }).waitFor();
  expect(await left.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
  expect(await axeFinds(left)).toEqual([]);
});

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
