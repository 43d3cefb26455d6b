import type { Locator, Page } from 'playwright-core';
import { openBrowser } from './browser.ts';
import { bubble, bubbles, groupRow, write } from './conversation.ts';
import { importPast } from './import-conversation.ts';
import { askedBy, contextWithNotifications, hide, press } from './notifications.ts';
import { apiOf, newPerson, openPage, type Person, send } from './people.ts';
import { connected, isRowWith, untilFrame } from './sockets.ts';
import { until } from './until.ts';
import { ENDPOINT, isSubscribed, leftToWorker, openSettings, pushTo, said, told } from './web-push.ts';

openBrowser([], { isWhole: true });

test.each([70, 667])(
  'a conversation opens at the first of %d unread messages and does not mark the rest as read',
  async (count) => {
    const [me, other] = [await newPerson('Lise'), await newPerson('Mollari')];
    const read = 30;
    const textOf = (number: number) =>
      number > read ? `unread ${number - read} of ${count}` : `read ${number}`;
    const isTheirs = (number: number) => number > read || number % 2 === 0;
    const group = await importPast(me, other, { length: read + count, textOf, isTheirs, readTo: read });
    const page = await openPage(me, `/messages/${group}`);
    await page.getByText('New messages').waitFor();
    expect(await page.locator('.line', { hasText: 'New messages' }).textContent()).toContain(
      `unread 1 of ${count}`,
    );
    await until(() => isInView(page, `unread 1 of ${count}`));
    // The last read message is above it, already in the page.
    await bubble(page, `read ${read}`).first().waitFor();
    const unread = async () => (await apiOf(me).listMessageGroups())[0]?.unread_count;
    expect(await unread()).toBe(Math.min(count, 100));
    const button = page.getByRole('button', { name: 'Scroll to the newest message' });
    expect(await button.textContent()).toContain(count > 99 ? '99+ new' : `${count} new`);
    const edgeOf = (part: Locator) => part.evaluate((one) => one.getBoundingClientRect().toJSON());
    const messages = await edgeOf(bubbles(page).last().locator('xpath=..'));
    expect((await edgeOf(button)).left).toBeGreaterThanOrEqual(messages.right);
    await button.click();
    await bubble(page, `unread ${count} of ${count}`).waitFor();
    await until(async () => (await unread()) === 0);
    expect(await bubbles(page).count()).toBeGreaterThan(0);
  },
  600_000,
);

test('asks at the first sent message, and tells of a new one once, with no tab on the screen', async () => {
  const [me, other] = [await newPerson('Vir'), await newPerson('Kosh')];
  const { message_group_uuid } = await send(other, me, 'Begin');
  const context = await contextWithNotifications(me);
  const tabs = [await context.newPage(), await context.newPage()] as const;
  const [talking, away] = tabs;
  await Promise.all([talking.goto(`/messages/${message_group_uuid}`), away.goto('/settings')]);
  await bubble(talking, 'Begin').waitFor();
  const sockets = await Promise.all(tabs.map(connected));
  expect((await askedBy(talking)).asked).toBe(0);
  await write(talking, 'First');
  await write(talking, 'Second');
  await bubble(talking, 'Second').waitFor();
  expect((await askedBy(talking)).asked).toBe(1);

  const shown = async () => (await Promise.all(tabs.map(askedBy))).flatMap((each) => each.shown);
  /** Sends, and waits until both tabs have its row, which notifies, and show the number of unread messages. */
  const arrive = async (text: string, unread: number) => {
    const rows = sockets.map((socket) => untilFrame(socket, isRowWith(text)));
    await Promise.all([...rows, send(other, me, text)]);
    for (const tab of tabs) await until(async () => (await tab.title()).startsWith(`(${unread})`));
  };
  const news = { title: 'Kosh', body: 'New message', tag: message_group_uuid };
  await hide(tabs);
  await arrive('Seen by nobody', 1);
  await until(async () => (await shown()).length > 0);
  expect(await shown()).toEqual([news]);
  expect(await away.locator('link[rel="icon"]').getAttribute('href')).toBe('/favicon-unread.svg');
  await until(async () => (await askedBy(away)).badge === 1);

  await hide([away], false);
  await arrive('Seen in the other tab', 2);
  expect(await shown()).toEqual([news]);

  await hide(tabs);
  await away.getByRole('checkbox', { name: 'Show the text' }).check();
  await arrive('With its text', 3);
  await until(async () => (await shown()).length > 1);
  expect(await shown()).toEqual(expect.arrayContaining([news, { ...news, body: 'With its text' }]));
  const last = (await askedBy(away)).shown.at(-1)?.body === 'With its text' ? away : talking;
  await press(last);
  await last.waitForURL(`**/messages/${message_group_uuid}`);
});

test('web push shows its conversation while no page is open, and only to whom it is for; a press opens it', async () => {
  const [me, other] = [await newPerson('Lennier'), await newPerson('Draal')];
  const { message_group_uuid } = await send(other, me, 'Hello');
  const page = await openSettings(me, { locale: 'de-DE' });
  await page.getByRole('combobox', { name: 'Sprache' }).selectOption('English');
  await told(page, () => page.getByRole('checkbox', { name: 'Tell me about new messages' }).click());
  const worker = page.context().serviceWorkers()[0] ?? (await page.context().waitForEvent('serviceworker'));
  const deliver = await pushTo(page);
  const shown = () =>
    worker.evaluate(async () => {
      const { registration } = globalThis as unknown as { registration: ServiceWorkerRegistration };
      return (await registration.getNotifications()).map(({ title, body, tag }) => ({ title, body, tag }));
    });
  const pushed = { message_group_uuid, receiver_uuid: me.uuid, display_name: 'Draal' };
  await deliver({ ...pushed, display_name: 'On the screen' });
  await page.goto('about:blank');
  await deliver({ ...pushed, display_name: 'Of somebody else', receiver_uuid: other.uuid });
  await deliver(pushed);
  await until(async () => (await shown()).length > 0);
  expect(await shown()).toEqual([{ title: 'Draal', body: 'New message', tag: message_group_uuid }]);
  await deliver({ ...pushed, text: 'Hello' });
  await until(async () => (await shown())[0]?.body === 'Hello');
  expect(await shown()).toEqual([{ title: 'Draal', body: 'Hello', tag: message_group_uuid }]);

  await page.goto('/messages');
  await groupRow(page, 'Draal').waitFor();
  await worker.evaluate(async () => {
    const scope = globalThis as unknown as ServiceWorkerGlobalScope;
    const [notification] = await scope.registration.getNotifications();
    scope.dispatchEvent(new scope.NotificationEvent('notificationclick', { notification }));
  });
  await page.waitForURL(`**/messages/${message_group_uuid}`);
  expect(await shown()).toEqual([]);
});

test('the settings subscribe a browser to web push, in the chosen language; they and signing out end it', async () => {
  const me = await newPerson('Theo');
  const page = await openSettings(me);
  const tell = page.getByRole('checkbox', { name: 'Tell me about new messages' });
  const text = page.getByRole('checkbox', { name: 'Show the text' });
  expect(await text.isDisabled()).toBe(true);
  const first = await told(page, () => tell.click());
  const keys = { p256dh: expect.stringMatching(/^B[\w-]{86}$/), auth: expect.stringMatching(/^[\w-]{22}$/) };
  expect([first.method(), first.postDataJSON()]).toEqual([
    'PUT',
    { endpoint: ENDPOINT, keys, show_text: false },
  ]);
  const second = await told(page, () => text.check());
  expect(second.postDataJSON()).toEqual({ ...first.postDataJSON(), show_text: true });
  expect(second.url()).toBe(first.url());
  expect((await leftToWorker(page)).sort()).toEqual([me.uuid, 'New message'].sort());

  const off = await told(page, () => tell.click());
  const device_uuid = first.url().split('/').at(-1);
  expect([off.method(), new URL(off.url()).search]).toEqual(['DELETE', `?device_uuid=${device_uuid}`]);
  await until(async () => !(await isSubscribed(page)) && (await leftToWorker(page)).length === 0);
  expect(await tell.isChecked()).toBe(false);

  // Whatever is not granted with it is refused.
  await page.context().clearPermissions();
  await page.context().grantPermissions(['geolocation']);
  await tell.click();
  const blocked = page.getByText('Your browser blocks notifications from Cruddur.');
  await blocked.waitFor();
  expect(await tell.isChecked()).toBe(false);
  await page.context().grantPermissions(['notifications']);
  await told(page, () => tell.click());
  await blocked.waitFor({ state: 'detached' });
  await page.getByRole('combobox', { name: 'Language' }).selectOption('Deutsch');
  await until(async () => (await leftToWorker(page)).includes('Neue Nachricht'));
  const left = await said(page, () => page.getByRole('button', { name: 'Abmelden', exact: true }).click());
  expect([left.method(), left.url()]).toEqual([off.method(), off.url()]);
  await page.waitForURL('**/signin');
  await until(async () => !(await isSubscribed(page)) && (await leftToWorker(page)).length === 0);
});

test('a muted conversation and a request notify nobody', async () => {
  const [me, friend] = [await newPerson('Zathras'), await newPerson('Neroon')];
  const [muted, stranger] = [await newPerson('Bester'), await newPerson('Catherine')];
  const { message_group_uuid } = await send(me, muted, 'Begin');
  const loud = await send(me, friend, 'Begin');
  const body = { muted_until: '9999-12-31T23:59:59.999Z' };
  await apiOf(me).updateMessageGroup({ params: { message_group_uuid }, body });
  await apiOf(me).updateMe({ body: { who_may_write: 'requests' } });
  const page = await (await contextWithNotifications(me)).newPage();
  await page.goto('/settings');
  const tell = page.getByRole('checkbox', { name: 'Tell me about new messages' });
  await tell.click();
  await until(() => tell.isChecked());
  const socket = await connected(page);
  await hide([page]);
  const arrive = (from: Person, text: string) =>
    Promise.all([untilFrame(socket, isRowWith(text)), send(from, me, text)]);
  await arrive(muted, 'Muted');
  await arrive(stranger, 'Asked');
  await arrive(friend, 'Loud');
  await until(async () => (await askedBy(page)).shown.some(({ title }) => title === 'Neroon'));
  expect((await askedBy(page)).shown).toEqual([
    { title: 'Neroon', body: 'New message', tag: loud.message_group_uuid },
  ]);
});

interface ServiceWorkerGlobalScope extends EventTarget {
  registration: ServiceWorkerRegistration;
  NotificationEvent: new (type: string, init: { notification: Notification | undefined }) => Event;
}

async function isInView(page: Page, text: string): Promise<boolean> {
  return bubbles(page)
    .filter({ hasText: text })
    .first()
    .evaluate((element) => {
      const { top, bottom } = element.getBoundingClientRect();
      return top >= 0 && bottom <= innerHeight;
    });
}
