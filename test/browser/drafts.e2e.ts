import type { Page } from 'playwright-core';
import { openBrowser } from './browser.ts';
import { bubble, composer, groupRow, write } from './conversation.ts';
import { newPerson, openPage, send } from './people.ts';
import { until } from './until.ts';

openBrowser();

test('the list shows each current draft, except that of the open conversation', async () => {
  const [me, one, two] = [await newPerson('Cartagia'), await newPerson('Refa'), await newPerson('Virini')];
  const { message_group_uuid } = await send(me, one, 'Begin');
  await send(me, two, 'Begin');
  const page = await openPage(me, `/messages/${message_group_uuid}`);
  await composer(page).fill('First thought');
  expect(await groupRow(page, 'Refa').textContent()).not.toContain('Draft');
  await groupRow(page, 'Virini').click();
  await groupRow(page, 'Refa').filter({ hasText: 'Draft: First thought' }).waitFor();
  await groupRow(page, 'Refa').click();
  await composer(page).fill('');
  await groupRow(page, 'Virini').click();
  await groupRow(page, 'Refa').filter({ hasText: 'Begin' }).waitFor();
  expect(await groupRow(page, 'Refa').textContent()).not.toContain('Draft');
});

test('the draft of a first message is in the list and leads back to it', async () => {
  const page = await openPage(await newPerson('Antono'), '/messages/new/londo');
  await composer(page).fill('Dear ambassador');
  await page.getByRole('link', { name: /^Messages/ }).click();
  await groupRow(page, '@londo').filter({ hasText: 'Draft: Dear ambassador' }).click();
  await page.getByRole('heading', { name: 'Londo Mollari' }).waitFor();
  expect(await composer(page).inputValue()).toBe('Dear ambassador');
});

test('sending in one tab keeps the draft of another', async () => {
  const { page, path } = await openConversation();
  const other = await page.context().newPage();
  await other.goto(path);
  await composer(other).fill('Still thinking');
  await composer(page).fill('Sent at once');
  await composer(page).press('Enter');
  await bubble(page, 'Sent at once').waitFor();
  await other.reload();
  expect(await composer(other).inputValue()).toBe('Still thinking');
  await other.close();
  await page.reload();
  expect(await composer(page).inputValue()).toBe('Still thinking');
});

test('signing out asks before it discards drafts, also those of a reloaded tab', async () => {
  const { page } = await openConversation();
  await composer(page).fill('Half written');
  await page.getByRole('link', { name: 'Settings' }).first().click();
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await page.getByText('1 draft').waitFor();
  await page.getByRole('button', { name: 'Stay signed in' }).click();
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await page.getByRole('button', { name: 'Discard and sign out' }).click();
  await page.getByText('You are signed out.').waitFor();
  expect(new URL(page.url()).pathname + new URL(page.url()).search).toBe('/signin');
  expect(await kept(page)).toEqual([]);
});

test('signing out without drafts does not ask, and the next person starts afresh', async () => {
  const { page } = await openConversation();
  const other = await page.context().newPage();
  await other.goto('/messages');
  await composer(page).fill('Of the first person');
  await composer(page).fill('');
  await page.getByRole('link', { name: 'Settings' }).first().click();
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await page.getByText('You are signed out.').waitFor();
  // The other tab was signed out by this one: it shows the sign-in page, and returns to its page later.
  await other.getByRole('heading', { name: 'Sign in' }).waitFor();
  for (const tab of [page, other]) expect(await kept(tab)).toEqual([]);
});

test('signing out deletes the drafts of other tabs', async () => {
  const { page, path } = await openConversation();
  const other = await page.context().newPage();
  await other.goto(path);
  await composer(other).fill('Of the other tab');
  await page.getByRole('link', { name: 'Settings' }).first().click();
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await page.getByRole('button', { name: 'Discard and sign out' }).click();
  await other.getByRole('heading', { name: 'Sign in' }).waitFor();
  await until(async () => (await kept(other)).length === 0);
});

test('pasting a far too long text truncates it and says so', async () => {
  const { page } = await openConversation();
  await composer(page).focus();
  await page.keyboard.insertText('word '.repeat(80_000));
  await page.getByText('The text was too long').first().waitFor();
  expect((await composer(page).inputValue()).length).toBeLessThan(20_000);
  await composer(page).press('x');
  await composer(page).fill('');
  await write(page, 'Short again');
  await bubble(page, 'Short again').waitFor();
});

function kept(page: Page): Promise<string[]> {
  return page.evaluate(() => [...Object.keys(localStorage), ...Object.keys(sessionStorage)]);
}

async function openConversation() {
  const [me, other] = [await newPerson('Neroon'), await newPerson('Orwell')];
  const { message_group_uuid } = await send(me, other, 'Begin');
  const path = `/messages/${message_group_uuid}`;
  const page = await openPage(me, path);
  await bubble(page, 'Begin').waitFor();
  return { me, path, page };
}
