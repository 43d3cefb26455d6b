import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { newContext, openBrowser } from './browser.ts';
import {
  enter,
  focusFaults,
  focusOn,
  hear,
  moveTo,
  retype,
  type,
  watchFocus,
  watchLiveRegions,
} from './keyboard.ts';
import { codeFor, newHandle, newPerson, PASSWORD, type Person, send, signUp, storageOf } from './people.ts';
import { until } from './until.ts';

openBrowser();

const WRONG_PASSWORD = 'Wrong-password-1';
const NEW_PASSWORD = 'Another-test-2';

/** A page whose focus and live regions are watched; signed in as somebody, if given. */
async function watchedPage(path: string, person?: Person): Promise<Page> {
  const context = await newContext(person && { storageState: storageOf(person) });
  const page = await context.newPage();
  await watchFocus(page);
  await watchLiveRegions(page);
  await page.goto(path);
  return page;
}

test('by the keyboard alone a forgotten password is replaced; a weak one and a wrong code are told where they are', async () => {
  const person = await newPerson('Tannier');
  const page = await watchedPage('/settings');
  await focusOn(page, 'Email');
  await enter(page, 'Forgot your password?');
  await page.getByRole('button', { name: 'Send the code' }).waitFor();
  await focusOn(page, 'Email');
  await type(page, person.email);
  await focusOn(page, 'Code');
  await hear(page, 'Choose a new password');
  await page.keyboard.type('000000');
  await moveTo(page, 'New password');
  await type(page, 'Another-tes');
  await hear(page, 'The password still needs at least 12 characters');
  await focusOn(page, 'New password');
  await retype(page, NEW_PASSWORD);
  await hear(page, 'Wrong code.');
  await focusOn(page, 'New password');
  await moveTo(page, 'Code', 'Shift+Tab');
  await retype(page, await codeFor(person.email));
  await page.getByRole('heading', { name: 'Settings' }).waitFor();
  await focusOn(page, 'Settings');
  expect(await focusFaults(page)).toEqual([]);
});

test('by the keyboard alone a sign-up is confirmed by a second code, and another handle is chosen for a taken one', async () => {
  const handle = newHandle('zathras');
  const email = `${handle}@example.com`;
  await signUp({ name: 'Zathras', handle: 'bayko', email });
  const page = await watchedPage('about:blank');
  // As deployed: the mail brings the code, and no command.
  await page.route('**/config.json', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: { ...(await response.json()), codeCommand: undefined } });
  });
  await page.goto('/signin');
  await signIn(page, email);
  await focusOn(page, 'Code');
  await type(page, '000000');
  await hear(page, 'Wrong code.');
  await focusOn(page, 'Code');
  const first = await codeFor(email);
  await enter(page, 'Send another code');
  await hear(page, 'A new code is on its way.');
  await focusOn(page, 'Send another code');
  await moveTo(page, 'Code', 'Shift+Tab');
  const second = await until(async () => {
    const code = await codeFor(email);
    return code !== first && code;
  });
  await retype(page, second);
  await focusOn(page, 'Choose a handle');
  await hear(page, 'Choose a handle');
  await enter(page, 'Sign out');
  await signIn(page, email);
  await focusOn(page, 'Choose a handle');
  await moveTo(page, 'Handle');
  for (const [wanted, fault] of [
    ['Z!', 'A handle has 3 to 30 characters'],
    ['bayko', 'This handle is taken.'],
  ] as const) {
    await retype(page, wanted);
    await hear(page, `Handle: ${fault}`);
    await focusOn(page, 'Handle');
  }
  // The page that follows is not loaded yet: what has the focus is hidden for a while.
  await page.route('**/assets/messages-page-*.js', async (route) => {
    await page.locator('main.page .loading').waitFor({ state: 'attached' });
    await someFrames(page);
    await route.continue();
  });
  await retype(page, handle);
  await page.getByRole('heading', { name: 'No conversations yet' }).waitFor();
  await hear(page, 'Messages');
  await page.locator('h1:focus').waitFor();
  expect(await focusFaults(page)).toEqual([]);
});

/** So many that a lost focus is noted. */
const someFrames = (page: Page) =>
  page.evaluate(async () => {
    for (let frames = 0; frames < 5; frames++) await new Promise(requestAnimationFrame);
  });

/** On the sign-in page, from the field that has the focus. */
async function signIn(page: Page, email: string): Promise<void> {
  await focusOn(page, 'Email');
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type(email);
  await moveTo(page, 'Password');
  await type(page, PASSWORD);
}

test('by the keyboard alone email and password change, the data is downloaded, and every session ends', async () => {
  const [me, other] = [await newPerson('Neroon'), await newPerson('Shakiri')];
  const { message_group_uuid: group } = await send(other, me, 'Well?');
  const page = await watchedPage('/settings', me);
  const address = `new.${me.email}`;
  await enter(page, 'Change email');
  await focusOn(page, 'New email');
  await page.keyboard.type(address);
  await moveTo(page, 'Password');
  await type(page, WRONG_PASSWORD);
  await hear(page, 'Wrong password.');
  await focusOn(page, 'Password');
  await retype(page, PASSWORD);
  await focusOn(page, 'Code');
  await type(page, '000000');
  await hear(page, 'Wrong code.');
  await focusOn(page, 'Code');
  await retype(page, await codeFor(address));
  await hear(page, 'Your email is changed.');
  await focusOn(page, 'Change email');

  await enter(page, 'Change password');
  await focusOn(page, 'Current password');
  await page.keyboard.type(WRONG_PASSWORD);
  await moveTo(page, 'New password');
  await type(page, 'Another-tes');
  await page.getByText('The password still needs at least 12 characters').first().waitFor();
  await focusOn(page, 'New password');
  await retype(page, NEW_PASSWORD);
  await hear(page, 'Wrong password.');
  await focusOn(page, 'New password');
  await moveTo(page, 'Current password', 'Shift+Tab');
  await retype(page, PASSWORD);
  await hear(page, 'Your password is changed.');
  await focusOn(page, 'Change password');

  const download = page.waitForEvent('download');
  await enter(page, 'Download my data');
  const file = await readFile(await (await download).path(), 'utf8');
  expect(file).toContain('Well?');
  await hear(page, 'Your data is in one file.');
  await focusOn(page, 'Download my data');
  expect(await focusFaults(page)).toEqual([]);

  await page.goto(`/messages/${group}`);
  await moveTo(page, 'Message to Shakiri');
  await page.keyboard.type('Not yet');
  await enter(page, 'Settings', 'Shift+Tab');
  await enter(page, 'Sign out everywhere');
  await focusOn(page, 'Stay signed in');
  await page.keyboard.press('Enter');
  await focusOn(page, 'Sign out everywhere');
  await page.keyboard.press('Enter');
  await enter(page, 'Discard and sign out');
  await page.getByText('You are signed out.').waitFor();
  await focusOn(page, 'Email');
  expect(await focusFaults(page)).toEqual([]);
});

test('by the keyboard alone an account is deleted, which is told on the page to sign in', async () => {
  const page = await watchedPage('/settings', await newPerson('Kosh'));
  await enter(page, 'Delete my account');
  await page.getByRole('dialog').waitFor();
  await moveTo(page, 'Delete them for everyone');
  await page.keyboard.press('Space');
  await moveTo(page, 'Leave them', 'ArrowDown');
  await moveTo(page, 'Password');
  await type(page, WRONG_PASSWORD);
  await hear(page, 'Wrong password.');
  await focusOn(page, 'Password');
  await retype(page, PASSWORD);
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await hear(page, 'Your account is deleted.');
  await focusOn(page, 'Email');
  expect(await focusFaults(page)).toEqual([]);
});
