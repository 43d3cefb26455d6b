import type { Page } from 'playwright-core';
import { newContext, openBrowser } from './browser.ts';
import { bubble, composer, write } from './conversation.ts';
import { keptBy } from './kept.ts';
import { apiOf, cognito, newPerson, openPage, PASSWORD, type Person, send } from './people.ts';
import { until } from './until.ts';

openBrowser();

test('with full storage a message is sent from memory, with a warning', async () => {
  const { page, me, group } = await openConversation();
  await page.evaluate(fillStorage);
  await page.route('**/api/messages', (route) => route.abort());
  await write(page, 'From memory');
  await bubble(page, 'From memory').waitFor();
  await page.getByText('cannot keep what you write').waitFor();
  await page.unroute('**/api/messages');
  await bubble(page, 'From memory').getByText('Sent').waitFor({ state: 'attached' });
  const params = { message_group_uuid: group };
  await until(async () => {
    const stored = await apiOf(me).listMessages({ params });
    return stored.filter(({ message }) => message === 'From memory').length === 1;
  });
  await page.getByText('cannot keep what you write').waitFor({ state: 'detached' });
});

test('a draft written while the storage was full is stored once there is room', async () => {
  const { page } = await openConversation();
  await page.evaluate(fillStorage);
  await composer(page).fill('A draft without a place');
  await page.getByText('cannot keep what you write').waitFor();
  await page.evaluate(() => localStorage.removeItem('filler'));
  await composer(page).fill('A draft with a place');
  await page.getByText('cannot keep what you write').waitFor({ state: 'detached' });
  await page.reload();
  expect(await composer(page).inputValue()).toBe('A draft with a place');
});

test('with blocked storage signing in, writing and sending still work', async () => {
  const me = await newPerson('Elizabeth');
  const context = await newContext();
  await context.addInitScript(forbidStorage);
  const page = await context.newPage();
  await page.goto('/messages/new/londo');
  await page.getByLabel('Email').fill(me.email);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await write(page, 'Without a place');
  await bubble(page, 'Without a place').getByText('Sent').waitFor({ state: 'attached' });
});

test('invalid data in the storage is ignored', async () => {
  const { page, me, path } = await openConversation();
  await page.evaluate((sub) => {
    localStorage.setItem(`cruddur.outbox.${sub}.rubbish`, '{not JSON');
    localStorage.setItem(`cruddur.outbox.${sub}.null`, 'null');
    localStorage.setItem(`cruddur.outbox.${sub}.other`, '{"key":1}');
    localStorage.setItem('cruddur.theme', 'puce');
  }, subOf(me.accessToken));
  await page.reload();
  await bubble(page, 'Begin').waitFor();
  for (const session of ['{not JSON', '7', '{"sub":"x"}', 'null']) {
    await page.evaluate((text) => localStorage.setItem('cruddur.session', text), session);
    await page.goto(path);
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  }
});

test('what the browser keeps of a person goes with their session, however it ends', async () => {
  const [me, other] = [await newPerson('Neroon'), await newPerson('Orwell')];
  const path = `/messages/${(await send(me, other, 'Begin')).message_group_uuid}`;
  const page = await openPage(me, '/favicon.svg');
  await page.context().route('**/api/messages', (route) => route.abort());
  const beside = await page.context().newPage();
  await beside.goto('/favicon.svg');

  // While no tab was open.
  await fill(page, path, me);
  await page.goto('/favicon.svg');
  await page.evaluate(() => localStorage.removeItem('cruddur.session'));
  await page.goto('/');
  await isEmpty(page);
  // In another tab.
  await fill(page, path, me);
  await beside.goto('/settings');
  await beside.getByRole('button', { name: 'Sign out', exact: true }).click();
  await beside.getByRole('button', { name: 'Discard and sign out' }).click();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await isEmpty(page);
  // The tokens are refused.
  await fill(page, path, other);
  await cognito('GlobalSignOut', { AccessToken: other.accessToken });
  await page.evaluate((session) => localStorage.setItem('cruddur.session', session), sessionOf(other, 0));
  await page.reload();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await isEmpty(page);
  // Somebody else signs in.
  const [meAgain, otherAgain] = [await signedIn(me), await signedIn(other)];
  await fill(page, path, meAgain);
  await beside.goto('/favicon.svg');
  await beside.evaluate((session) => localStorage.setItem('cruddur.session', session), sessionOf(otherAgain));
  await until(async () => !(await keptIn(page)).includes(subOf(me.accessToken)));
  // The account is deleted.
  await fill(page, path, otherAgain);
  await page.goto('/settings');
  await page.getByRole('button', { name: 'Delete my account' }).click();
  await page.getByLabel('Delete them for everyone').check();
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Delete for good' }).click();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await isEmpty(page);
});

/** In a new session. */
async function signedIn(person: Person): Promise<Person> {
  const AuthParameters = { USERNAME: person.email, PASSWORD };
  const { AuthenticationResult } = await cognito('InitiateAuth', {
    AuthFlow: 'USER_PASSWORD_AUTH',
    AuthParameters,
  });
  const { AccessToken: accessToken, RefreshToken: refreshToken } = AuthenticationResult;
  return { ...person, accessToken, refreshToken };
}

/** Everything that a browser can keep of a person, who reads and writes. */
async function fill(page: Page, path: string, person: Person): Promise<void> {
  await page.goto('/favicon.svg');
  await page.evaluate((session) => localStorage.setItem('cruddur.session', session), sessionOf(person));
  await page.goto(path);
  await write(page, 'Not sent yet');
  await page.evaluate(async (sub) => {
    await (await caches.open('cruddur-notifications')).put('/receiver', new Response(sub));
  }, subOf(person.accessToken));
  await until(async () => /(?=.*Begin)(?=.*Not sent yet)(?=.*refreshToken)/.test(await keptIn(page)));
}

const isEmpty = (page: Page) => until(async () => (await keptIn(page)) === '[] []');

/** The entries of the databases and of the caches. */
async function keptIn(page: Page): Promise<string> {
  const cached = page.evaluate(async () => {
    const all = (await caches.keys()).map(async (name) =>
      (await (await caches.open(name)).matchAll())[0]?.text(),
    );
    return JSON.stringify(await Promise.all(all));
  });
  return `${await keptBy(page)} ${await cached}`;
}

function sessionOf(person: Person, expiresAt = Date.now() + 600_000): string {
  const { accessToken, refreshToken } = person;
  return JSON.stringify({ sub: subOf(accessToken), accessToken, refreshToken, expiresAt });
}

/** Runs in the page: fills the storage to its last character. */
function fillStorage(): void {
  let text = 'x'.repeat(5_000_000);
  let kept = '';
  while (text !== '') {
    try {
      localStorage.setItem('filler', kept + text);
      kept += text;
    } catch {
      text = text.slice(0, text.length / 2);
    }
  }
}

/** Runs before the page: acts like a browser that blocks all cookies and site data. */
function forbidStorage(): void {
  const forbid = () => {
    throw new DOMException('Access is denied for this document.', 'SecurityError');
  };
  for (const name of ['localStorage', 'sessionStorage'])
    Object.defineProperty(window, name, { get: forbid, configurable: true });
  if (navigator.locks) navigator.locks.request = async () => forbid();
}

function subOf(token: string): string {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()).sub;
}

async function openConversation(): Promise<{
  page: Page;
  me: Awaited<ReturnType<typeof newPerson>>;
  group: string;
  path: string;
}> {
  const [me, other] = [await newPerson('Neroon'), await newPerson('Orwell')];
  const { message_group_uuid: group } = await send(me, other, 'Begin');
  const path = `/messages/${group}`;
  const page = await openPage(me, path);
  await bubble(page, 'Begin').waitFor();
  await until(async () => (await composer(page).count()) === 1);
  return { me, page, group, path };
}
