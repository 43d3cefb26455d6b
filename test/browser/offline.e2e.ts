import { openBrowser } from './browser.ts';
import { bubble, bubbles, comeBack, composer, write } from './conversation.ts';
import { apiOf, newPerson, openPage, type Person, send } from './people.ts';
import { until } from './until.ts';

openBrowser();

test('messages written offline survive a reload and are sent once and in order', async () => {
  const { me, group, page } = await openConversation();
  await page.context().route('**/api/**', (route) => route.abort());
  await page.context().setOffline(true);
  await page.getByText('You are offline').waitFor();
  await write(page, 'First of the queue');
  await write(page, 'Second of the queue');
  await bubble(page, 'First')
    .getByText('Will be sent when you are online again')
    .waitFor({ state: 'attached' });
  // The page can load again, but the API stays unreachable.
  await page.context().setOffline(false);
  await page.reload();
  expect(
    await page.evaluate(() => Object.keys(localStorage).filter((key) => key.includes('outbox'))),
  ).toHaveLength(2);
  await page.context().unroute('**/api/**');
  await bubble(page, 'Second of the queue').getByText('Sent').waitFor({ state: 'attached' });
  expect(await textsOf(me, group)).toEqual(['Begin', 'First of the queue', 'Second of the queue']);
  expect(
    await page.evaluate(() => Object.keys(localStorage).filter((key) => key.includes('outbox'))),
  ).toEqual([]);
});

test('a page never opened before is preloaded and opens offline', async () => {
  const { page } = await openConversation();
  await page.waitForFunction(() =>
    performance.getEntriesByType('resource').some(({ name }) => /settings.*\.js$/.test(name)),
  );
  await page.context().setOffline(true);
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByRole('heading', { name: 'Settings' }).waitFor();
});

test('a page loaded during an outage recovers by itself', async () => {
  const { page } = await openConversation();
  let asked = 0;
  await page.route('**/api/me', (route) => {
    asked++;
    return route.abort();
  });
  await page.reload();
  await page.getByRole('alert').filter({ hasText: 'could not be loaded' }).waitFor();
  await until(() => asked > 3);
  await page.unroute('**/api/me');
  await bubble(page, 'Begin').waitFor();
});

test('failed requests are retried on returning to the page', async () => {
  const page = await openPage(await newPerson('Ericsson'), '/');
  await page.route('**/api/users/*/short', (route) => route.abort());
  await page.goto('/messages/new/londo');
  await page.getByRole('alert').filter({ hasText: 'could not be loaded' }).waitFor();
  await page.unroute('**/api/users/*/short');
  await comeBack(page);
  await page.getByText('beginning of your conversation').waitFor();
});

test('a send whose answer is lost is retried with its idempotency key: the message is stored once', async () => {
  const { me, group, page } = await openConversation();
  const keys: (string | undefined)[] = [];
  await page.route('**/api/messages', async (route) => {
    keys.push(route.request().headers()['idempotency-key']);
    if (keys.length > 1) return route.continue();
    await route.fetch();
    await route.abort();
  });
  await write(page, 'Only once');
  await until(async () => keys.length === 2 && (await page.locator('.bubble-pending').count()) === 0);
  expect(new Set(keys).size).toBe(1);
  expect(await textsOf(me, group)).toEqual(['Begin', 'Only once']);
  expect(await bubble(page, 'Only once').count()).toBe(1);
});

test('an answer from another server, such as a captive portal, is not success: the message is retried', async () => {
  const { me, group, page } = await openConversation();
  let answers = 0;
  await page.route('**/api/messages', (route) =>
    answers++ === 0 ? route.fulfill({ status: 200, json: {} }) : route.continue(),
  );
  await write(page, 'Not lost');
  await until(async () => answers === 2 && (await page.locator('.bubble-pending').count()) === 0);
  expect(await textsOf(me, group)).toEqual(['Begin', 'Not lost']);
});

test('a refused message says why, and can be retried with its key or discarded', async () => {
  const { me, group, page } = await openConversation();
  const keys: (string | undefined)[] = [];
  await page.route('**/api/messages', (route) => {
    keys.push(route.request().headers()['idempotency-key']);
    if (keys.length > 2) return route.continue();
    return route.fulfill({ status: 404, json: { errors: ['message_group_not_found'] } });
  });
  await write(page, 'Refused at first');
  await page.getByText('Not sent. This conversation does not exist').waitFor();
  await write(page, 'Refused for good');
  await until(async () => (await page.getByText('Not sent.').count()) === 2);
  await page.getByRole('button', { name: 'Discard' }).last().click();
  await page.getByRole('button', { name: 'Try again' }).click();
  await bubble(page, 'Refused at first').getByText('Sent').waitFor({ state: 'attached' });
  expect(keys[2]).toBe(keys[0]);
  expect(await bubbles(page).count()).toBe(2);
  expect(await textsOf(me, group)).toEqual(['Begin', 'Refused at first']);
});

test('a text that can never be sent is not offered again, but goes back to be edited', async () => {
  const { me, group, page } = await openConversation();
  await page.route('**/api/messages', (route) =>
    route.request().postDataJSON().message === 'Good now'
      ? route.continue()
      : route.fulfill({ status: 422, json: { errors: ['message_invalid'] } }),
  );
  await write(page, 'Never');
  await page.getByText('Not sent. This message contains').waitFor();
  expect(await page.getByRole('button', { name: 'Try again' }).count()).toBe(0);
  await composer(page).fill('typed meanwhile');
  await page.getByRole('button', { name: 'Edit' }).click();
  expect(await composer(page).inputValue()).toBe('Never\ntyped meanwhile');
  expect(await bubbles(page).count()).toBe(1);
  await write(page, 'Good now');
  await bubble(page, 'Good now').getByText('Sent').waitFor({ state: 'attached' });
  expect(await textsOf(me, group)).toEqual(['Begin', 'Good now']);
});

test('two tabs share one send queue, and nothing is sent twice', async () => {
  const { me, group, page } = await openConversation();
  const second = await page.context().newPage();
  await second.goto(`/messages/${group}`);
  await bubble(second, 'Begin').waitFor();
  for (let count = 1; count <= 5; count++) {
    await write(page, `First tab ${count}`);
    await write(second, `Second tab ${count}`);
  }
  for (const tab of [page, second])
    await until(async () => (await tab.locator('.bubble-pending').count()) === 0);
  await until(async () => (await textsOf(me, group)).length === 11);
  expect(new Set(await textsOf(me, group)).size).toBe(11);
  for (const tab of [page, second]) await until(async () => (await bubbles(tab).count()) === 11);
});

test('signing out asks before it discards unsent messages', async () => {
  const { page } = await openConversation();
  await page.route('**/api/messages', (route) => route.abort());
  await write(page, 'Not sent yet');
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('button', { name: 'Discard and sign out' }).click();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  expect(await page.evaluate(() => Object.keys(localStorage))).toEqual([]);
});

async function openConversation() {
  const [me, other] = [await newPerson('Neroon'), await newPerson('Orwell')];
  const { message_group_uuid: group } = await send(me, other, 'Begin');
  const page = await openPage(me, `/messages/${group}`);
  await bubble(page, 'Begin').waitFor();
  return { me, group, page };
}

async function textsOf(me: Person, group: string): Promise<string[]> {
  const messages = await apiOf(me).listMessages({
    params: { message_group_uuid: group },
    query: { limit: 100 },
  });
  return messages.map(({ message }) => message);
}
