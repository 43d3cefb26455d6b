import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { axeFinds } from './axe.ts';
import { openBrowser } from './browser.ts';
import { theCloud } from './cloud.ts';
import { bubble, bubbles, composer, groupRow, screenOf, write } from './conversation.ts';
import { apiOf, newPerson, openPage, send } from './people.ts';
import { lose } from './sockets.ts';
import { choose, longPress, openMenu, twoBrowsers } from './two-browsers.ts';
import { until } from './until.ts';

openBrowser();

test('an edit and a deletion show in the other browser, the list and the history; the text is nowhere afterwards', async () => {
  const { left, right, group } = await twoBrowsers();
  await composer(left).fill('The meeting is at noon.');
  await until(async () => (await keptBy(left)).includes('The meeting'));
  await composer(left).press('Enter');
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
  await choose(right, 'at one', 'Reply');
  await composer(right).fill('What about');
  await right.locator('.compose-bar').getByText('at one').waitFor();
  await choose(left, 'at one', 'Delete for everyone');
  await left.getByRole('button', { name: 'Delete' }).click();
  await bubble(left, 'You deleted this message').waitFor();
  await bubble(right, 'This message was deleted').waitFor();
  await groupRow(right, 'Adira').filter({ hasText: 'Message deleted' }).waitFor();
  for (const page of [left, right]) await until(async () => !(await keptBy(page)).includes('The meeting'));
  expect(await composer(right).inputValue()).toBe('What about');
  expect(await readFile(join(theCloud().data, 'logs', 'services.log'), 'utf8')).not.toContain('The meeting');
  expect(await axeFinds(left)).toEqual([]);
  // A fresh load shows the same.
  const screen = await screenOf(right);
  await right.goto(`/messages/${group}`);
  await bubble(right, 'This message was deleted').waitFor();
  await until(async () => JSON.stringify(await screenOf(right)) === JSON.stringify(screen));
});

test('changes made offline wait on the screen, survive a reload, and are made once, by themselves', async () => {
  const { left, right, adira, group } = await twoBrowsers();
  await write(left, 'To edit');
  await write(left, 'To delete');
  await bubble(right, 'To delete').waitFor();
  await bubble(left, 'To delete').getByText('Sent').waitFor({ state: 'attached' });
  const context = left.context();
  await context.route('**/api/**', (route) => route.abort());
  await context.setOffline(true);
  await choose(left, 'To edit', 'Edit');
  const box = left.getByRole('textbox', { name: 'Edit the message' });
  for (const text of ['Edited once', 'Edited offline']) {
    await box.fill(text);
    await box.press('Enter');
    await bubble(left, text)
      .getByText('Will be changed when you are online again')
      .waitFor({ state: 'attached' });
    if (text === 'Edited once') await choose(left, text, 'Edit');
  }
  await choose(left, 'To delete', 'Delete for everyone');
  await left.getByRole('button', { name: 'Delete' }).click();
  await bubble(left, 'You deleted this message').waitFor();
  await choose(left, 'Begin', 'React with 👍');
  await left.getByRole('button', { name: '👍 You, waiting to be sent' }).waitFor();
  expect(await axeFinds(left)).toEqual([]);
  // The page can load again, but the API stays unreachable.
  await context.setOffline(false);
  await left.reload();
  const waiting = () =>
    left.evaluate(() => Object.keys(localStorage).filter((key) => key.includes('changes')).length);
  expect(await waiting()).toBe(3);
  let isLost = true;
  await context.unroute('**/api/**');
  // The answer of the first try is lost.
  await context.route('**/api/messages/*/*', async (route) => {
    if (!isLost || route.request().method() !== 'PUT') return route.continue();
    isLost = false;
    await route.fetch();
    await route.abort();
  });
  await bubble(left, 'Edited offline').getByText('Edited', { exact: true }).waitFor();
  await bubble(right, 'Edited offline').waitFor();
  await bubble(right, 'This message was deleted').waitFor();
  await right.getByRole('button', { name: '👍 Adira' }).waitFor();
  await until(async () => (await waiting()) === 0);
  const params = { message_group_uuid: group };
  const stored = await apiOf(adira).listMessages({ params });
  const { uuid = '' } = stored.find(({ message }) => message === 'Edited offline') ?? {};
  const edits = await apiOf(adira).listEdits({ params: { ...params, message_uuid: uuid } });
  expect(edits.map(({ message }) => message)).toEqual(['To edit']);
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

test('the keyboard alone reaches the menu of each message, reacts, replies, edits and deletes', async () => {
  const { left, right } = await twoBrowsers();
  const isAt = (name: string) =>
    left.evaluate((wanted) => {
      const { ariaLabel, textContent } = document.activeElement ?? {};
      return (ariaLabel ?? textContent) === wanted;
    }, name);
  const go = async (key: string, to: string) => {
    for (let steps = 0; steps < 12 && !(await isAt(to)); steps++) await left.keyboard.press(key);
    expect(await isAt(to)).toBe(true);
  };
  const item = (name: string) => left.getByRole('menuitem', { name, exact: true });
  const choose = async (name: string) => {
    await go('Shift+Tab', 'What to do with this message');
    await left.keyboard.press('Enter');
    await item(name).waitFor();
    await go('ArrowDown', name);
    await left.keyboard.press('Enter');
  };
  const isWriting = () => until(() => left.evaluate(() => document.activeElement?.tagName === 'TEXTAREA'));
  await write(right, 'Theirs');
  await bubble(left, 'Theirs').waitFor();
  await composer(left).focus();
  await choose('React with 👍');
  await right.getByRole('button', { name: '👍 Adira' }).waitFor();
  await composer(left).focus();
  await choose('Reply');
  await left.getByText('Reply to Brell').waitFor();
  await isWriting();
  await left.keyboard.type('By keyboard');
  await left.keyboard.press('Enter');
  await bubble(right, 'By keyboard').getByRole('button', { name: 'Theirs' }).waitFor();
  await bubble(left, 'By keyboard').getByText('Sent').waitFor({ state: 'attached' });
  await go('Shift+Tab', 'What to do with this message');
  await left.keyboard.press('ArrowUp');
  await left.keyboard.press('Enter');
  await item('Report').waitFor();
  expect(await item('Edit').count()).toBe(0);
  await left.keyboard.press('Escape');
  await left.keyboard.press('ArrowDown');
  await left.keyboard.press('Enter');
  await item('Edit').waitFor();
  expect(await axeFinds(left)).toEqual([]);
  await go('ArrowDown', 'Edit');
  await left.keyboard.press('Enter');
  await left.getByRole('textbox', { name: 'Edit the message' }).waitFor();
  await left.keyboard.type(' alone');
  await left.keyboard.press('Enter');
  await bubble(right, 'By keyboard alone').waitFor();
  await isWriting();
  await choose('Delete for everyone');
  await left.getByRole('dialog').waitFor();
  await left.keyboard.press('Tab');
  await left.keyboard.press('Enter');
  await bubble(right, 'This message was deleted').waitFor();
});

test('on a phone of 320 pixels a long press opens the menu', async () => {
  const phone = { viewport: { width: 320, height: 568 }, hasTouch: true, isMobile: true };
  const { left, right } = await twoBrowsers(phone);
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
  await longPress(left, 'On the phone, changed');
  await left.getByRole('menuitem', { name: 'Delete for everyone' }).tap();
  await left.getByRole('button', { name: 'Delete' }).tap();
  await bubble(right, 'This message was deleted').waitFor();
});

test('an edit over the limit waits and is made by itself; a refused one says why and keeps its text', async () => {
  const { left, right } = await twoBrowsers();
  await write(left, 'First');
  await bubble(right, 'First').waitFor();
  await bubble(left, 'First').getByText('Sent').waitFor({ state: 'attached' });
  let answer: { status: number; errors: string[] } | undefined = { status: 429, errors: ['rate_limited'] };
  await left.route('**/api/messages/*/*', (route) => {
    if (!answer) return route.continue();
    const headers = { 'retry-after': '2', 'content-type': 'application/problem+json' };
    return route.fulfill({ status: answer.status, headers, body: JSON.stringify(answer) });
  });
  const box = left.getByRole('textbox', { name: 'Edit the message' });
  const edit = async (text: string) => {
    await composer(left).press('ArrowUp');
    await box.fill(text);
    await box.press('Enter');
  };
  await edit('Second');
  await bubble(left, 'Second').getByText('Too many changes. This one will be made in 2 s').waitFor();
  expect(await bubble(right, 'Second').count()).toBe(0);
  answer = undefined;
  for (const page of [left, right]) await bubble(page, 'Second').getByText('Edited').waitFor();
  answer = { status: 403, errors: ['too_late_to_edit'] };
  await edit('Third');
  await left.getByText('Not changed. A message can be edited for 24 hours.').waitFor();
  await bubble(left, 'Second').getByText('Sent').first().waitFor({ state: 'attached' });
  await left.getByRole('button', { name: 'Edit', exact: true }).click();
  await until(async () => (await box.inputValue()) === 'Third');
  await box.press('Enter');
  await left.getByText('Not changed.').waitFor();
  await left.getByRole('button', { name: 'Discard' }).click();
  await left.getByText('Not changed.').waitFor({ state: 'detached' });
  expect(await left.evaluate(() => JSON.stringify(localStorage))).not.toContain('Third');
});

test('after both have lost their connection and changed much, both screens equal a fresh load', async () => {
  const { left, right, adira, brell, group } = await twoBrowsers();
  await write(left, 'One of mine');
  await write(right, 'One of yours');
  for (const page of [left, right]) for (const text of ['mine', 'yours']) await bubble(page, text).waitFor();
  await bubble(left, 'mine').getByText('Sent').waitFor({ state: 'attached' });
  await bubble(right, 'yours').getByText('Sent').waitFor({ state: 'attached' });
  for (const page of [left, right]) await page.context().setOffline(true);
  await choose(left, 'One of mine', 'Edit');
  await left.getByRole('textbox', { name: 'Edit the message' }).fill('Mine, edited');
  await left.keyboard.press('Enter');
  await choose(left, 'One of yours', 'React with 👍');
  await write(left, 'Written offline');
  await choose(right, 'One of mine', 'Reply');
  await write(right, 'Answered offline');
  await choose(right, 'One of yours', 'Delete for everyone');
  await right.getByRole('button', { name: 'Delete' }).click();
  await choose(right, 'Begin', 'React with ❤️');
  // Meanwhile, on other devices of both.
  for (const [one, message] of [
    [adira, 'From her phone'],
    [brell, 'From his phone'],
  ] as const)
    await apiOf(one).send({ message_group_uuid: group, message });
  for (const page of [left, right]) await page.context().setOffline(false);
  for (const [page, one] of [
    [left, adira],
    [right, brell],
  ] as const) {
    for (const text of ['Mine, edited', 'Written offline', 'Answered offline', 'her phone', 'his phone'])
      await bubble(page, text).first().waitFor();
    const fresh = await openPage(one, `/messages/${group}`);
    await bubble(fresh, 'his phone').waitFor();
    await until(async () => JSON.stringify(await screenOf(page)) === JSON.stringify(await screenOf(fresh)));
    expect((await screenOf(page)).messages.join()).not.toContain('One of');
  }
});

/** What a page holds: what it shows, what is in its fields, and what it stores. */
function keptBy(page: Page): Promise<string> {
  return page.evaluate(() =>
    [
      document.documentElement.outerHTML,
      ...[...document.querySelectorAll('textarea')].map(({ value }) => value),
      JSON.stringify({ ...localStorage }),
      JSON.stringify({ ...sessionStorage }),
    ].join(),
  );
}

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
