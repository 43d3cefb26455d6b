import type { BrowserContextOptions } from 'playwright-core';
import { openBrowser } from './browser.ts';
import { bubble, bubbles, comeBack, composer, groupRow, write } from './conversation.ts';
import { deployUpdate, takeUpdate } from './deploy-update.ts';
import { expireTokens, handedOver, keptBy, locksOf } from './kept.ts';
import { apiOf, cognito, newPerson, openPage, type Person, send } from './people.ts';
import { syncEventsOf, writeAndClose } from './sync-events.ts';
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
  expect(await page.evaluate(outboxKeys)).toHaveLength(2);
  await page.context().unroute('**/api/**');
  // Exactly: until then it says that it will be sent.
  await bubble(page, 'Second of the queue').getByText('Sent', { exact: true }).waitFor({ state: 'attached' });
  expect(await textsOf(me, group)).toEqual(['Begin', 'First of the queue', 'Second of the queue']);
  expect(await page.evaluate(outboxKeys)).toEqual([]);
});

test('a page never opened before is preloaded and opens offline', async () => {
  const { page } = await openConversation();
  await page.waitForFunction(() =>
    performance.getEntriesByType('resource').some(({ name }) => /settings-page.*\.js$/.test(name)),
  );
  await page.context().setOffline(true);
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByRole('heading', { name: 'Settings' }).waitFor();
});

test('a page first loaded during an outage recovers by itself', async () => {
  const [me, other] = [await newPerson('Neroon'), await newPerson('Orwell')];
  const { message_group_uuid: group } = await send(me, other, 'Begin');
  const page = await openPage(me, '/favicon.svg');
  let asked = 0;
  await page.route('**/api/me', (route) => {
    asked++;
    return route.abort();
  });
  await page.goto(`/messages/${group}`);
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

test('a tab that learns late what another tab has sent does not send it again', async () => {
  const { me, group, page } = await openConversation();
  const second = await page.context().newPage();
  await second.addInitScript(hearNoChange);
  await second.goto(`/messages/${group}`);
  await bubble(second, 'Begin').waitFor();
  const held = Promise.withResolvers<void>();
  await page.route('**/api/messages', async (route) => {
    await held.promise;
    await route.continue();
  });
  await write(page, 'From the first');
  // The second tab waits for the lock that the first one holds.
  await until(async () => (await locksOf(second)).pending === 1);
  held.resolve();
  await bubble(page, 'From the first').getByText('Sent').waitFor({ state: 'attached' });
  await until(async () => (await locksOf(second)).all === 0);
  expect(await textsOf(me, group)).toEqual(['Begin', 'From the first']);
  await until(async () => (await second.locator('.bubble-pending').count()) === 0);
});

test('signing out asks before it discards unsent messages', async () => {
  const { page } = await openConversation();
  await page.route('**/api/messages', (route) => route.abort());
  await write(page, 'Not sent yet');
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await page.getByRole('button', { name: 'Discard and sign out' }).click();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  expect(await page.evaluate(() => Object.keys(localStorage))).toEqual([]);
});

test('the page of the last update opens offline, and a conversation is read in it until it leaves the list or the session ends', async () => {
  const { me, group, page } = await openConversation({ serviceWorkers: 'allow' });
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  const [begin] = await apiOf(me).listMessages({ params: { message_group_uuid: group } });
  await apiOf(me).sendMessage({ body: { message_group_uuid: group, message: 'Keep this' } });
  await apiOf(me).deleteMessage({ params: { message_group_uuid: group, message_uuid: begin?.uuid ?? '' } });
  await until(async () => /^(?!.*Begin).*Keep this/.test(await keptBy(page)));
  const restore = await deployUpdate();
  try {
    await page.evaluate(takeUpdate);
    await page.context().setOffline(true);
    await page.reload();
    await page.locator('meta[name=update]').waitFor({ state: 'attached' });
    await bubble(page, 'Keep this').waitFor();
    await groupRow(page, 'Orwell').waitFor();
    await page.getByText('You are offline').waitFor();
  } finally {
    await restore();
  }
  await page.context().setOffline(false);
  await page.getByText('You are offline').waitFor({ state: 'detached' });
  const params = { message_group_uuid: group };
  await apiOf(me).updateMessageGroup({ params, body: { list: 'archived' } });
  await until(async () => !(await keptBy(page)).includes('Keep this'));
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByText('removes the conversations that it keeps for reading offline').waitFor();
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await until(async () => (await keptBy(page)) === '[]');
});

test('what is written offline is sent after the tab was closed: once, in order, and never for a session that ended', async () => {
  const { me, other, group, page } = await openConversation({ serviceWorkers: 'allow' });
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  const context = page.context();
  const sync = await syncEventsOf(context);
  await writeAndClose(page, ['First', 'Second', 'Third']);
  await context.route('**/api/**', (route) => route.abort());
  expect(await sync.dispatch()).toBe('failed');
  expect(await handedOver(sync.worker)).toHaveLength(4);
  await context.unroute('**/api/**');
  await expireTokens(sync.worker);
  expect(await sync.dispatch()).toBe('done');
  expect(await textsOf(other, group)).toEqual(['Begin', 'First', 'Second', 'Third']);
  expect(await handedOver(sync.worker)).toEqual([]);
  expect(await sync.dispatch()).toBe('done');

  const again = await context.newPage();
  const sent: string[] = [];
  again.on('request', (request) => {
    if (request.method() === 'POST' && request.url().endsWith('/api/messages')) sent.push(request.url());
  });
  await again.goto(`/messages/${group}`);
  await bubble(again, 'Third').getByText('Sent').waitFor({ state: 'attached' });
  await until(async () => (await again.evaluate(outboxKeys)).length === 0);
  expect(await bubbles(again).count()).toBe(4);
  expect(sent).toEqual([]);
  await apiOf(other).blockUser({ params: { user_uuid: me.uuid } });
  await writeAndClose(again, ['Refused']);
  expect(await sync.dispatch()).toBe('done');
  const last = await context.newPage();
  await last.goto(`/messages/${group}`);
  await last.getByText('Not sent.').waitFor();
  await last.getByRole('button', { name: 'Discard' }).click();
  await apiOf(other).unblockUser({ params: { user_uuid: me.uuid } });
  await writeAndClose(last, ['Too late']);
  await cognito('GlobalSignOut', { AccessToken: me.accessToken });
  await expireTokens(sync.worker);
  expect(await sync.dispatch()).toBe('done');
  expect(await textsOf(other, group)).toEqual(['Begin', 'First', 'Second', 'Third']);
  expect(await handedOver(sync.worker)).toEqual([]);
});

const outboxKeys = () => Object.keys(localStorage).filter((key) => key.includes('outbox'));

/** Runs before the page: the first news of an item in the outbox arrives from another tab, and what follows is late. */
function hearNoChange(): void {
  const heard = new Set<string>();
  addEventListener('storage', (event) => {
    if (!event.key?.startsWith('cruddur.outbox.')) return;
    if (heard.has(event.key)) event.stopImmediatePropagation();
    heard.add(event.key);
  });
}

async function openConversation(options?: BrowserContextOptions) {
  const [me, other] = [await newPerson('Neroon'), await newPerson('Orwell')];
  const { message_group_uuid: group } = await send(me, other, 'Begin');
  const page = await openPage(me, `/messages/${group}`, options);
  await bubble(page, 'Begin').waitFor();
  return { me, other, group, page };
}

async function textsOf(me: Person, group: string): Promise<string[]> {
  const messages = await apiOf(me).listMessages({
    params: { message_group_uuid: group },
    query: { limit: 100 },
  });
  return messages.map(({ message }) => message);
}
