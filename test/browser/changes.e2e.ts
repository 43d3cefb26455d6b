import { axeFinds } from './axe.ts';
import { openBrowser } from './browser.ts';
import { bubble, bubbles, composer, groupRow, screenOf, write } from './conversation.ts';
import { apiOf, newPerson, openPage, send } from './people.ts';
import { lose } from './sockets.ts';
import { longPress, openMenu, twoBrowsers } from './two-browsers.ts';
import { until } from './until.ts';

openBrowser();

test('an edit and a deletion show in the other browser, the list and the history', async () => {
  const { left, right, group } = await twoBrowsers();
  await write(left, 'The meeting is at noon.');
  await bubble(right, 'at noon').waitFor();
  await openMenu(left, 'at noon');
  await left.getByRole('menuitem', { name: 'Edit' }).click();
  const box = left.getByRole('textbox', { name: 'Edit the message' });
  await until(async () => (await box.inputValue()) === 'The meeting is at noon.');
  await box.fill('The meeting is at one.');
  await box.press('Enter');
  for (const [page, partner] of [
    [left, 'Brell'],
    [right, 'Adira'],
  ] as const) {
    await bubble(page, 'The meeting is at one.').getByText('Edited').waitFor();
    expect(await bubbles(page).count()).toBe(2);
    await groupRow(page, partner).filter({ hasText: 'at one' }).waitFor();
  }
  await bubble(right, 'at one').getByRole('button', { name: 'Edited' }).click();
  const history = right.getByRole('dialog', { name: 'Earlier texts' });
  await history.getByText('The meeting is at noon.').waitFor();
  expect(await history.locator('li .text').allTextContents()).toEqual([
    'The meeting is at noon.',
    'The meeting is at one.',
  ]);
  await right.keyboard.press('Escape');
  await history.waitFor({ state: 'detached' });
  await openMenu(left, 'at one');
  await left.getByRole('menuitem', { name: 'Delete for everyone' }).click();
  await left.getByRole('button', { name: 'Delete' }).click();
  await bubble(left, 'You deleted this message').waitFor();
  await bubble(right, 'This message was deleted').waitFor();
  await groupRow(right, 'Adira').filter({ hasText: 'Message deleted' }).waitFor();
  for (const page of [left, right]) expect(await page.content()).not.toContain('The meeting');
  expect(await axeFinds(left)).toEqual([]);
  // A fresh load shows the same.
  const screen = await screenOf(right);
  await right.goto(`/messages/${group}`);
  await bubble(right, 'This message was deleted').waitFor();
  await until(async () => JSON.stringify(await screenOf(right)) === JSON.stringify(screen));
});

test('arrow up in the empty composer edits the last own message; Escape leaves it, and the draft stays', async () => {
  const { left, right } = await twoBrowsers();
  await write(left, 'My last');
  await write(right, 'Theirs');
  await bubble(left, 'Theirs').waitFor();
  await bubble(left, 'My last').getByText('Sent').waitFor({ state: 'attached' });
  await composer(left).fill('A draft');
  await composer(left).press('ArrowUp');
  expect(await left.getByText('Stop editing').count()).toBe(0);
  await composer(left).fill('');
  await composer(left).press('ArrowUp');
  const box = left.getByRole('textbox', { name: 'Edit the message' });
  await until(async () => (await box.inputValue()) === 'My last');
  await box.fill('Something else');
  await box.press('Escape');
  expect(await composer(left).inputValue()).toBe('');
  await until(() => left.evaluate(() => document.activeElement?.tagName === 'TEXTAREA'));
  await bubble(left, 'My last').waitFor();
  expect(await bubble(left, 'Something else').count()).toBe(0);
});

test('the keyboard alone reaches the menu of each message', async () => {
  const { left, right } = await twoBrowsers();
  await write(right, 'Older');
  await write(left, 'Newer');
  await bubble(left, 'Older').waitFor();
  await bubble(left, 'Newer').getByText('Sent').waitFor({ state: 'attached' });
  await composer(left).focus();
  await left.keyboard.press('Shift+Tab');
  await left.keyboard.press('ArrowUp');
  await left.keyboard.press('Enter');
  await left.getByRole('menuitem', { name: 'Copy' }).waitFor();
  expect(await left.getByRole('menuitem', { name: 'Edit' }).count()).toBe(0);
  await left.keyboard.press('Escape');
  await left.keyboard.press('ArrowDown');
  await left.keyboard.press('Enter');
  await left.getByRole('menuitem', { name: 'Edit' }).waitFor();
  expect(await axeFinds(left)).toEqual([]);
  await left.keyboard.press('Escape');
  await left.keyboard.press('Escape');
});

test('on a phone of 320 pixels a long press opens the menu', async () => {
  const phone = { viewport: { width: 320, height: 568 }, hasTouch: true, isMobile: true };
  const { left } = await twoBrowsers(phone);
  await write(left, 'On the phone');
  await left.getByRole('button', { name: 'Send' }).tap();
  await bubble(left, 'On the phone').getByText('Sent').waitFor({ state: 'attached' });
  await longPress(left, 'On the phone');
  await left.getByRole('menuitem', { name: 'Edit' }).waitFor();
  expect(await left.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
  expect(await axeFinds(left)).toEqual([]);
  await left.getByRole('menuitem', { name: 'Edit' }).tap();
  await left.getByRole('textbox', { name: 'Edit the message' }).fill('On the phone, changed');
  await left.getByRole('button', { name: 'Save' }).tap();
  await bubble(left, 'On the phone, changed').getByText('Edited').waitFor();
});

test('a refused edit says why and keeps what was written', async () => {
  const { left } = await twoBrowsers();
  await write(left, 'First');
  await bubble(left, 'First').getByText('Sent').waitFor({ state: 'attached' });
  await left.route('**/api/messages/*/*', (route) =>
    route.fulfill({ status: 403, json: { errors: ['too_late_to_edit'] } }),
  );
  await composer(left).press('ArrowUp');
  const box = left.getByRole('textbox', { name: 'Edit the message' });
  await box.fill('Second');
  await box.press('Enter');
  await left.getByText('Not changed. A message can be edited for 24 hours.').waitFor();
  expect(await box.inputValue()).toBe('Second');
});

test.each([true, false])(
  'changes whose frames are lost are there after catching up (with a newer message: %s)',
  async (isFollowed) => {
    const [me, other] = [await newPerson('Lennier'), await newPerson('Draal')];
    const { uuid, message_group_uuid: group } = await send(other, me, 'To be edited');
    const { uuid: second } = await send(other, me, 'To be deleted');
    const page = await openPage(me, '/');
    let isLossy = true;
    const sockets = await lose(page, () => isLossy);
    await page.goto(`/messages/${group}`);
    await bubble(page, 'To be deleted').waitFor();
    await until(() => sockets.length > 0);
    const path = (message_uuid: string) => ({ params: { message_group_uuid: group, message_uuid } });
    await apiOf(other).editMessage({ ...path(uuid), body: { message: 'Now edited' } });
    await apiOf(other).deleteMessage(path(second));
    if (isFollowed) await send(other, me, 'And a newer one');
    isLossy = false;
    await sockets.at(-1)?.close();
    await bubble(page, 'Now edited').waitFor();
    await bubble(page, 'This message was deleted').waitFor();
    const fresh = await openPage(me, `/messages/${group}`);
    await bubble(fresh, 'Now edited').waitFor();
    await until(async () => JSON.stringify(await screenOf(page)) === JSON.stringify(await screenOf(fresh)));
  },
);
