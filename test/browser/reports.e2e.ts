import { axeFinds } from './axe.ts';
import { openBrowser } from './browser.ts';
import { bubble, write } from './conversation.ts';
import { choose, openMenu, twoBrowsers } from './two-browsers.ts';

openBrowser();

test('a message of the other person is reported with a reason; an own one cannot be', async () => {
  const { left, right } = await twoBrowsers();
  await write(right, 'Buy this');
  await bubble(left, 'Buy this').waitFor();
  await openMenu(left, 'Begin');
  await left.getByRole('menuitem', { name: 'Delete for me' }).waitFor();
  expect(await left.getByRole('menuitem', { name: 'Report' }).count()).toBe(0);
  await left.keyboard.press('Escape');
  await choose(left, 'Buy this', 'Report');
  const dialog = left.getByRole('dialog', { name: 'Report this message?' });
  await dialog.waitFor();
  expect(await axeFinds(left)).toEqual([]);
  const requests: unknown[] = [];
  left.on('request', (request) => {
    if (request.url().endsWith('/api/reports')) requests.push(request.postDataJSON());
  });
  // Nothing is sent without a reason.
  await dialog.getByRole('button', { name: 'Report' }).click();
  await dialog.getByRole('radio', { name: 'Unwanted advertising' }).check();
  await dialog.getByRole('textbox', { name: 'More about it' }).fill('Again and again.');
  await dialog.getByRole('button', { name: 'Report' }).click();
  await left.getByRole('status').filter({ hasText: 'The message is reported.' }).waitFor();
  await dialog.waitFor({ state: 'detached' });
  expect(requests).toEqual([expect.objectContaining({ reason: 'spam', note: 'Again and again.' })]);
});

test('a whole conversation is reported from its menu', async () => {
  const { left, group } = await twoBrowsers();
  await left.getByRole('button', { name: 'Conversation menu' }).click();
  await left.getByRole('menuitem', { name: 'Report' }).click();
  const dialog = left.getByRole('dialog', { name: 'Report this conversation?' });
  const sent = left.waitForRequest((request) => request.url().endsWith('/api/reports'));
  await dialog.getByRole('radio', { name: 'Harassment or hate' }).check();
  await dialog.getByRole('button', { name: 'Report' }).click();
  expect((await sent).postDataJSON()).toEqual({ message_group_uuid: group, reason: 'harassment', note: '' });
  await left.getByRole('status').filter({ hasText: 'The conversation is reported.' }).waitFor();
});
