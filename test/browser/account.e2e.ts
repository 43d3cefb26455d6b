import type { Page } from 'playwright-core';
import { CLIPBOARD, clipboardOf, newContext, openBrowser } from './browser.ts';
import { codeFor, cognito, newHandle, newPerson, openPage, PASSWORD, send, signUp } from './people.ts';
import { until } from './until.ts';

openBrowser();

test('a newcomer signs up, confirms, and returns to the page asked for', async () => {
  const page = await (await newContext()).newPage();
  const handle = newHandle('delenn');
  await page.goto('/messages/new/bayko');
  await page.getByRole('link', { name: 'Create an account' }).click();
  await page.getByLabel('Display name').fill('Delenn of Mir');
  await page.getByLabel('Handle').fill(`@${handle.toUpperCase()}`);
  await page.getByLabel('Email').fill(`${handle}@example.com`);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Create account' }).click();
  // No mail is sent here: the page shows the command that prints the code.
  await page.getByText(`bin/cruddur local code ${handle}@example.com`).waitFor();
  expect(await page.getByRole('button', { name: 'Send another code' }).count()).toBe(0);
  await page.getByLabel('Code').fill(await codeFor(`${handle}@example.com`));
  await page.getByRole('button', { name: 'Confirm' }).click();
  await page.getByRole('heading', { name: 'Andrew Bayko' }).waitFor();
  expect(new URL(page.url()).pathname).toBe('/messages/new/bayko');
});

test('sign-up rejects a taken handle and a weak password before it calls the user pool', async () => {
  const page = await (await newContext()).newPage();
  await page.goto('/signup');
  await page.getByLabel('Display name').fill('Another Bayko');
  await page.getByLabel('Handle').fill('bayko');
  await page.getByLabel('Email').fill('another@example.com');
  await page.getByText('This handle is taken').first().waitFor();
  await page.getByLabel('Password', { exact: true }).fill('weak');
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.getByText('The password still needs at least 12 characters').first().waitFor();
  await page.waitForFunction(() => document.activeElement?.getAttribute('name') === 'handle');
  expect(new URL(page.url()).pathname).toBe('/signup');
});

test('a wrong password and an unknown account show a plain error', async () => {
  const page = await (await newContext()).newPage();
  await page.goto('/signin');
  for (const email of ['bayko@example.com', 'nobody@example.com']) {
    await page.getByLabel('Email').fill(email);
    await page.getByLabel('Password', { exact: true }).fill('Wrong-password-1');
    await page.getByRole('button', { name: 'Sign in' }).click();
    expect(await page.getByRole('alert').textContent()).toBe('Wrong email or password.');
  }
});

test('signing in to an unconfirmed account asks for the code, and reports a wrong one', async () => {
  const handle = newHandle('garibaldi');
  const email = `${handle}@example.com`;
  await signUp({ name: 'Garibaldi', handle, email });
  const page = await (await newContext()).newPage();
  await page.goto('/signin');
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByLabel('Code').fill('000000000');
  await page.getByRole('button', { name: 'Confirm' }).click();
  await page.getByText('Wrong code').waitFor();
  await page.getByLabel('Code').fill(await codeFor(email));
  await page.getByRole('button', { name: 'Confirm' }).click();
  await page.getByRole('heading', { name: 'No conversations yet' }).waitFor();
});

test('confirming without the password sets a new one, and the old one stops working', async () => {
  const handle = newHandle('zack');
  const email = `${handle}@example.com`;
  await signUp({ name: 'Zack', handle, email });
  const page = await (await newContext()).newPage();
  await page.goto('/confirm');
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Code').fill(await codeFor(email));
  await page.getByRole('button', { name: 'Confirm' }).click();
  await page.getByText('Now choose your password').waitFor();
  await page.getByLabel('Code').fill(await codeFor(email));
  await page.getByLabel('New password').fill('My-own-choice-1');
  await page.getByRole('button', { name: 'Change the password' }).click();
  await page.getByRole('heading', { name: 'No conversations yet' }).waitFor();
  const AuthParameters = { USERNAME: email, PASSWORD };
  await expect(cognito('InitiateAuth', { AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters })).rejects.toThrow();
});

test("a code of a sign-up by somebody else leads to a password of one's own, and theirs is worthless", async () => {
  const handle = newHandle('marcus');
  const email = `${handle}@example.com`;
  const page = await (await newContext()).newPage();
  await page.goto('/signup');
  await page.getByLabel('Display name').fill('Marcus');
  await page.getByLabel('Handle').fill(handle);
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password', { exact: true }).fill('of the owner of the address');
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.getByLabel('Code').waitFor();
  // Somebody else signs up with the address, so the newest code confirms their account.
  await signUp({ name: 'Somebody', handle: newHandle('somebody'), email });
  await page.getByLabel('Code').fill(await codeFor(email));
  await page.getByRole('button', { name: 'Confirm' }).click();
  await page.getByText('Now choose your password').waitFor();
  await page.getByLabel('Code').fill(await codeFor(email));
  await page.getByLabel('New password').fill('of the owner of the address');
  await page.getByRole('button', { name: 'Change the password' }).click();
  await page.getByRole('heading', { name: 'No conversations yet' }).waitFor();
  const AuthParameters = { USERNAME: email, PASSWORD };
  await expect(cognito('InitiateAuth', { AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters })).rejects.toThrow();
});

test('a form submitted twice sends one request', async () => {
  const page = await (await newContext()).newPage();
  await page.goto('/signin');
  let asked = 0;
  await page.route('**/cognito', (route) => {
    asked++;
    return route.continue();
  });
  await page.getByLabel('Email').fill('bayko@example.com');
  await page.getByLabel('Password', { exact: true }).fill('Wrong-password-1');
  await page.evaluate(() => {
    const form = document.querySelector('form');
    for (let count = 0; count < 3; count++) form?.requestSubmit();
  });
  await page.getByRole('alert').waitFor();
  expect(asked).toBe(1);
});

test('resetting a forgotten password returns to the page asked for', async () => {
  const person = await newPerson('Vir');
  const page = await (await newContext()).newPage();
  await page.goto('/settings');
  await page.getByRole('link', { name: 'Forgot your password?' }).click();
  // Until it is loaded, the page before it has such a field too.
  await page.getByRole('button', { name: 'Send the code' }).waitFor();
  await page.getByLabel('Email').fill(person.email);
  await page.getByRole('button', { name: 'Send the code' }).click();
  await page.getByRole('heading', { name: 'Choose a new password' }).waitFor();
  await page.getByLabel('Code').fill(await codeFor(person.email));
  await page.getByLabel('New password').fill('Another-tes');
  await page.getByRole('button', { name: 'Change the password' }).click();
  await page.getByText('The password still needs at least 12 characters').first().waitFor();
  await page.getByLabel('New password').fill('Another-test-2');
  await page.getByRole('button', { name: 'Change the password' }).click();
  await page.getByRole('heading', { name: 'Settings' }).waitFor();
  // The earlier session has ended.
  const AuthParameters = { REFRESH_TOKEN: person.refreshToken };
  await expect(cognito('InitiateAuth', { AuthFlow: 'REFRESH_TOKEN_AUTH', AuthParameters })).rejects.toThrow();
});

test('an account whose handle is taken chooses another, continues, and copies its link', async () => {
  const handle = newHandle('lennier');
  const email = `${handle}@example.com`;
  await signUp({ name: 'Lennier', handle: 'bayko', email });
  const page = await (await newContext({ permissions: CLIPBOARD })).newPage();
  await page.goto('/confirm');
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Code').fill(await codeFor(email));
  await page.getByRole('button', { name: 'Confirm' }).click();
  await page.getByText(/Now choose your password|but not your profile/).waitFor();
  await page.goto('/signin');
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByText('This handle is taken').first().waitFor();
  await page.getByLabel('Handle').fill(handle);
  await page.getByRole('button', { name: 'Use this handle' }).click();
  await page.getByRole('heading', { name: 'No conversations yet' }).waitFor();
  const link = `${new URL(page.url()).origin}/messages/new/${handle}`;
  await page.getByRole('code').filter({ hasText: link }).waitFor();
  await page.getByRole('button', { name: 'Copy my link' }).click();
  await page.getByRole('status').filter({ hasText: 'Your link is copied.' }).waitFor();
  expect(await clipboardOf(page)).toBe(link);
});

test('signing out in one tab signs out the other', async () => {
  const first = await openPage(await newPerson('Sheridan'), '/messages');
  const second = await first.context().newPage();
  await second.goto('/settings');
  await second.getByRole('button', { name: 'Sign out', exact: true }).click();
  await first.getByRole('heading', { name: 'Sign in' }).waitFor();
  expect(await first.evaluate(() => Object.keys(localStorage))).toEqual([]);
});

test('a token about to expire is refreshed before use', async () => {
  const page = await openPage(await newPerson('Ivanova'), '/messages');
  await page.getByRole('heading', { name: 'No conversations yet' }).waitFor();
  const renewal = page.waitForRequest(
    (request) => request.postData()?.includes('REFRESH_TOKEN_AUTH') === true,
  );
  await page.evaluate(() => {
    const session = JSON.parse(localStorage.getItem('cruddur.session') ?? '');
    localStorage.setItem('cruddur.session', JSON.stringify({ ...session, expiresAt: Date.now() + 5000 }));
  });
  await page.getByRole('link', { name: 'Write a message' }).click();
  await page.getByRole('combobox').fill('bayko');
  await renewal;
  await page.getByRole('option').first().waitFor();
  const expiresAt = await page.evaluate(
    () => JSON.parse(localStorage.getItem('cruddur.session') ?? '').expiresAt,
  );
  expect(expiresAt).toBeGreaterThan(Date.now() + 60_000);
});

test('an expired session leads to sign-in, and then back to the same page', async () => {
  const person = await newPerson('Franklin');
  const page = await openPage(
    { ...person, accessToken: spoiled(person.accessToken), refreshToken: 'gone' },
    '/settings',
  );
  await page.getByText('Your session has ended').waitFor();
  await page.getByLabel('Email').fill(person.email);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'Settings' }).waitFor();
});

test('a new display name and a theme are kept', async () => {
  const page = await openPage(await newPerson('Marcus'), '/settings');
  await page.getByLabel('Display name').fill('Marcus Cole');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved.', { exact: true }).waitFor();
  await page.getByLabel('Dark').check();
  await page.reload();
  await until(async () => (await page.getByLabel('Display name').inputValue()) === 'Marcus Cole');
  expect(await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme)).toBe('dark');
});

test('email and password change by the password and a code, and every other session ends', async () => {
  const person = await newPerson('Delenn');
  const page = await openPage(person, '/settings');
  const address = `new.${person.email}`;
  const dialog = page.getByRole('dialog');
  await page.getByRole('button', { name: 'Change email' }).click();
  await dialog.getByLabel('New email').fill((await newPerson('Draal')).email);
  await dialog.getByLabel('Password', { exact: true }).fill('Wrong-password-1');
  await dialog.getByRole('button', { name: 'Send the code' }).click();
  await dialog.getByRole('alert').filter({ hasText: 'Wrong password.' }).waitFor();
  await dialog.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await dialog.getByRole('button', { name: 'Send the code' }).click();
  await dialog.getByRole('alert').filter({ hasText: 'belongs to another account' }).waitFor();
  await dialog.getByLabel('New email').fill(address.toUpperCase());
  await dialog.getByRole('button', { name: 'Send the code' }).click();
  await dialog.getByText('We have sent a code to').waitFor();
  await dialog.getByLabel('Code').fill(await codeFor(address));
  await dialog.getByRole('button', { name: 'Confirm' }).click();
  await page.getByText('Your email is changed.').waitFor();
  await page.getByRole('definition').filter({ hasText: address }).waitFor();

  await page.getByRole('button', { name: 'Change password' }).click();
  await dialog.waitFor();
  // In the middle of the window: as much room above as below.
  const [above, below] = await dialog.evaluate((box) => {
    const { top, bottom } = box.getBoundingClientRect();
    return [top, innerHeight - bottom];
  });
  expect(above).toBeCloseTo(below ?? Number.NaN, 0);
  await dialog.getByLabel('Current password').fill(PASSWORD);
  await dialog.getByLabel('New password').fill('Another-test-2');
  await dialog.getByRole('button', { name: 'Change the password' }).click();
  await page.getByText('Your password is changed.').waitFor();
  const AuthParameters = { USERNAME: address, PASSWORD: 'Another-test-2' };
  await cognito('InitiateAuth', { AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters });
  await expect(renew(person.refreshToken)).rejects.toThrow();
  // This browser has gone on in a new session, which ends with all others.
  await page.reload();
  await page.getByRole('heading', { name: 'Settings' }).waitFor();
  const { refreshToken } = await sessionOf(page);
  await page.getByRole('button', { name: 'Sign out everywhere' }).click();
  await page.getByText('You are signed out.').waitFor();
  await expect(renew(refreshToken)).rejects.toThrow();
});

test('in German: signing in, a message, and the settings, where English is chosen', async () => {
  const [ada, bert] = await Promise.all([newPerson('Ada'), newPerson('Bert')]);
  await send(bert, ada, 'Guten Tag');
  const page = await (await newContext({ locale: 'de-AT' })).newPage();
  await page.goto('/messages');
  await page.getByRole('heading', { name: 'Anmelden' }).waitFor();
  expect(await page.evaluate(() => [document.documentElement.lang, document.title])).toEqual([
    'de',
    'Anmelden · Cruddur',
  ]);
  await page.getByLabel('E-Mail').fill(ada.email);
  await page.getByLabel('Passwort', { exact: true }).fill('Wrong-password-1');
  await page.getByRole('button', { name: 'Anmelden' }).click();
  await page.getByRole('alert').filter({ hasText: 'E-Mail-Adresse oder Passwort ist falsch.' }).waitFor();
  await page.getByLabel('Passwort', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Anmelden' }).click();
  await page.getByRole('link', { name: 'Guten Tag' }).click();
  await page.getByLabel('Nachricht an Bert').fill('Servus');
  await page.getByRole('button', { name: 'Senden' }).click();
  await page.getByRole('article', { name: 'Du' }).getByTitle('Gesendet').waitFor();
  await page.getByText('Heute').first().waitFor();
  await page.getByRole('link', { name: 'Einstellungen' }).first().click();
  await page.getByRole('heading', { name: 'Privatsphäre' }).waitFor();
  // The longer names of the pages are whole.
  const names = await page
    .locator('.rail-link')
    .evaluateAll((links) => links.map((link) => [link.textContent, link.scrollWidth - link.clientWidth]));
  expect(names).toEqual([
    ['Nachrichten', 0],
    ['Einstellungen', 0],
  ]);
  // So are the names of the keys, which are longer, too.
  await page.keyboard.press('?');
  const help = page.getByRole('dialog', { name: 'Tastenkürzel' });
  await help.getByText('Umschalt').first().waitFor();
  const pastTheirRoom = await help
    .locator('dt')
    .evaluateAll((all) =>
      all.filter((keys) => keys.scrollWidth > keys.clientWidth).map((one) => one.textContent),
    );
  expect(pastTheirRoom).toEqual([]);
  await page.keyboard.press('Escape');
  await page.getByLabel('Datum und Uhrzeit').selectOption('en-US');
  await page.getByRole('combobox', { name: 'Sprache' }).selectOption('English');
  await page.getByRole('heading', { name: 'Privacy' }).waitFor();
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('SELECT');
  await page.reload();
  await page.getByRole('heading', { name: 'Settings' }).waitFor();
  expect(await page.evaluate(() => document.documentElement.lang)).toBe('en');
  await page.getByRole('link', { name: 'Messages' }).first().click();
  await page.getByRole('link', { name: 'Servus' }).click();
  await page
    .getByText(/^\d+:\d+\s[AP]M$/)
    .first()
    .waitFor();
});

test('a display name that is refused marks its field, and an unchanged one is not sent', async () => {
  const page = await openPage(await newPerson('Corwin'), '/settings');
  let asked = 0;
  await page.route('**/api/me', (route) => {
    if (route.request().method() === 'PUT') asked++;
    return route.continue();
  });
  const name = page.getByLabel('Display name');
  await name.press('Enter');
  await name.fill('x'.repeat(65));
  await name.press('Enter');
  await page.getByText('A display name has at most 64 characters').first().waitFor();
  expect(asked).toBe(1);
  expect(await name.getAttribute('aria-invalid')).toBe('true');
  await name.fill('David Corwin');
  expect(await name.getAttribute('aria-invalid')).toBeNull();
});

test('a deleted account is signed out, and its partner sees neither name nor text', async () => {
  const [talia, lyta] = await Promise.all([newPerson('Talia'), newPerson('Lyta')]);
  const { message_group_uuid: group } = await send(talia, lyta, 'soon to be gone');
  const partner = await openPage(lyta, `/messages/${group}`);
  await partner.getByText('soon to be gone').first().waitFor();
  const page = await openPage(talia, '/settings');
  await page.getByRole('button', { name: 'Delete my account' }).click();
  await page.getByLabel('Delete them for everyone').check();
  await page.getByLabel('Password', { exact: true }).fill('Wrong-password-1');
  await page.getByRole('button', { name: 'Delete for good' }).click();
  await page.getByRole('alert').waitFor();
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Delete for good' }).click();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  expect(await page.evaluate(() => Object.keys(localStorage))).toEqual([]);
  await partner.getByRole('heading', { name: 'Deleted account' }).waitFor();
  await partner.getByText('This account was deleted').waitFor();
  await partner.waitForFunction(
    (words) => words.every((word) => !document.body.textContent?.includes(word)),
    ['soon to be gone', talia.handle],
  );
  const inGerman = await openPage(lyta, `/messages/${group}`, { locale: 'de-DE' });
  await inGerman.getByRole('heading', { name: 'Gelöschtes Konto' }).waitFor();
  await inGerman.getByRole('navigation').getByText('Gelöschtes Konto').waitFor();
  // One can no longer write to them.
  await partner.goto('/messages/new');
  await partner.getByText('Type at least two letters').waitFor();
  expect(await partner.getByRole('option').count()).toBe(0);
  const AuthParameters = { USERNAME: talia.email, PASSWORD };
  await until(() =>
    cognito('InitiateAuth', { AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters }).then(
      () => undefined,
      () => true,
    ),
  );
});

const renew = (REFRESH_TOKEN: string) =>
  cognito('InitiateAuth', { AuthFlow: 'REFRESH_TOKEN_AUTH', AuthParameters: { REFRESH_TOKEN } });

const sessionOf = (page: Page): Promise<{ refreshToken: string }> =>
  page.evaluate(() => JSON.parse(localStorage.getItem('cruddur.session') ?? ''));

/** A well-formed, unexpired token with an invalid signature. */
function spoiled(token: string): string {
  return `${token.slice(0, token.lastIndexOf('.') + 1)}c3BvaWxlZA`;
}
