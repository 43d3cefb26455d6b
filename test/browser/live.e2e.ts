import { isDeepStrictEqual } from 'node:util';
import { openBrowser } from './browser.ts';
import { bubble, comeBack, composer, groupRow, screenOf, write } from './conversation.ts';
import { apiOf, newPerson, openPage, type Person, send } from './people.ts';
import { connected, isMessage, isRow, lose, untilFrame, watchSockets } from './sockets.ts';
import { until } from './until.ts';

openBrowser();

test('two people talk: message, list, badge and title show in the other browser', async () => {
  const [a, b, c] = [await newPerson('Adira'), await newPerson('Brell'), await newPerson('Caln')];
  const { message_group_uuid: group } = await send(a, b, 'Shall we?');
  await send(c, b, 'Another conversation');
  const [left, right] = await Promise.all([
    openPage(a, `/messages/${group}`),
    openPage(b, `/messages/${group}`),
  ]);
  await Promise.all([bubble(left, 'Shall we?').waitFor(), bubble(right, 'Shall we?').waitFor()]);
  await Promise.all([connected(left), connected(right)]);
  for (const text of ['One', 'Two', 'Three']) {
    await write(left, text);
    await bubble(right, text).waitFor();
  }
  // A block tells its time once, at its end.
  const shown = () =>
    right.locator('.bubble-foot').evaluateAll((all) => all.map((one) => getComputedStyle(one).opacity));
  expect((await shown()).slice(-3)).toEqual(['0', '0', '1']);
  await right.getByRole('link', { name: /^Messages/ }).click();
  for (const count of [1, 2, 3]) {
    await write(left, `Unread ${count}`);
    await groupRow(right, 'Adira')
      .filter({ hasText: `Unread ${count}` })
      .waitFor();
    await groupRow(right, 'Adira').getByText(`${count} unread`).waitFor();
    // One more is unread, in the other conversation.
    await until(async () => (await right.title()).startsWith(`(${count + 1})`));
  }
});

test('reading on one device clears the badge on the other', async () => {
  const [a, b] = [await newPerson('Elric'), await newPerson('Fasolo')];
  const { message_group_uuid: group } = await send(a, b, 'Unread yet');
  const [phone, desk] = [await openPage(b, '/messages'), await openPage(b, '/messages')];
  await Promise.all([connected(phone), connected(desk)]);
  await until(async () => (await groupRow(desk, 'Elric').textContent())?.includes('1 unread'));
  await phone.goto(`/messages/${group}`);
  await until(async () => !(await groupRow(desk, 'Elric').textContent())?.includes('unread'));
  await until(async () => !(await desk.title()).startsWith('('));
});

test('a failed read marker is retried', async () => {
  const [a, b] = [await newPerson('Kiron'), await newPerson('Ashan')];
  const { message_group_uuid: group } = await send(a, b, 'Unread yet');
  await untilUnread(b, 1);
  const page = await openPage(b, '/messages');
  let told = 0;
  await page.route('**/read', (route) =>
    ++told <= 2 ? route.fulfill({ status: 503, json: { errors: ['store_unavailable'] } }) : route.continue(),
  );
  await page.goto(`/messages/${group}`);
  await untilUnread(b, 0);
  expect(told).toBe(3);
});

test('a message that arrives while its conversation loads is shown', async () => {
  const [a, b] = [await newPerson('Timov'), await newPerson('Daggair')];
  const { message_group_uuid: group } = await send(a, b, 'One');
  const page = await openPage(b, '/messages');
  await lose(page, isRow);
  const socket = await connected(page);
  let lists = 0;
  await page.route(new RegExp(`/api/messages/${group}\\?`), async (route) => {
    const response = await route.fetch();
    if (lists++ === 0) {
      const told = untilFrame(socket, (frame) => frame.includes('Meanwhile'));
      await Promise.all([told, send(a, b, 'Meanwhile')]);
    }
    await route.fulfill({ response });
  });
  await groupRow(page, 'Timov').click();
  await bubble(page, 'Meanwhile').waitFor();
});

test('a message whose frame is lost is loaded when the frame of its row arrives', async () => {
  const [a, b] = [await newPerson('Mariel'), await newPerson('Urza')];
  const { message_group_uuid: group } = await send(a, b, 'One');
  const page = await openPage(b, '/');
  await lose(page, isMessage);
  await page.goto(`/messages/${group}`);
  await connected(page);
  await bubble(page, 'One').waitFor();
  await send(a, b, 'Lost on its way');
  await bubble(page, 'Lost on its way').waitFor();
});

test.each([1, 2, 3, 4])(
  'after lost frames and a reconnect the screen equals that of a fresh load (%d)',
  async (seed) => {
    const [a, b, c] = [await newPerson('Gideon'), await newPerson('Harriman'), await newPerson('Isogi')];
    const { message_group_uuid: group } = await send(a, b, 'Before');
    await send(c, b, 'Before');
    const random = numbers(seed);
    const page = await openPage(b, '/');
    let isLossy = true;
    const sockets = await lose(page, () => isLossy && random() < 0.5);
    await page.goto(`/messages/${group}`);
    await bubble(page, 'Before').waitFor();
    await until(() => sockets.length > 0 && sockets);
    for (let count = 0; count < 12; count++) {
      await send(random() < 0.5 ? a : c, b, `Number ${count}`);
      if (random() < 0.2) await write(page, `Mine ${count}`);
    }
    await send(a, b, 'The last');
    // Projections after the reconnect arrive by frame, on a connection without loss.
    isLossy = false;
    await sockets.at(-1)?.close();
    const fresh = await openPage(b, `/messages/${group}`);
    await bubble(fresh, 'The last').waitFor();
    // Both pages show it, so both marked it as read; the other conversation stays unread in both.
    const difference = async () => {
      const [held, wanted] = await Promise.all([screenOf(page), screenOf(fresh)]);
      return isDeepStrictEqual(held, wanted) ? null : { held, wanted };
    };
    await until(async () => !(await difference())).catch(() => {});
    expect(await difference()).toBeNull();
  },
);

test('without a WebSocket the page still receives new messages', async () => {
  const [a, b] = [await newPerson('Jinxo'), await newPerson('Keffer')];
  const { message_group_uuid: group } = await send(a, b, 'One');
  const page = await openPage(b, '/');
  await page.routeWebSocket(/\/ws$/, (socket) => socket.close());
  await page.goto(`/messages/${group}`);
  await bubble(page, 'One').waitFor();
  await send(a, b, 'Two');
  await bubble(page, 'Two').waitFor();
});

test('a page reconnects after sleep, but not for the throttled timers of a hidden page', async () => {
  const [a, b] = [await newPerson('Lorien'), await newPerson('Zog')];
  const { message_group_uuid: group } = await send(a, b, 'One');
  const page = await openPage(b, '/favicon.svg');
  const { made, standing } = watchSockets(page);
  await page.clock.install();
  await page.goto(`/messages/${group}`);
  await bubble(page, 'One').waitFor();
  // Wait for the connection before the clock jumps, or the handshake or a ping would seem to take that long.
  await standing();
  const awake = made.length;
  await page.clock.fastForward(60_000);
  await until(() => made.length > awake);
  await standing();
  const visible = made.length;
  await page.evaluate(() => Object.defineProperty(document, 'visibilityState', { value: 'hidden' }));
  await page.clock.fastForward(60_000);
  // That pinged too. The jump comes after the answer, or the ping would seem to take that long.
  await standing();
  expect(made.length).toBe(visible);
  await page.clock.fastForward(600_000);
  await until(() => made.length > visible);
  await standing();
  await send(a, b, 'Two');
  await bubble(page, 'Two').waitFor();
  expect(made.length).toBe(visible + 1);
});

test('a half-open connection is closed and replaced', async () => {
  const [a, b] = [await newPerson('Narn'), await newPerson('Otto')];
  const { message_group_uuid: group } = await send(a, b, 'One');
  const page = await openPage(b, '/');
  let isDead = true;
  const sockets = await lose(page, () => isDead);
  await page.goto(`/messages/${group}`);
  await until(() => sockets.length > 0);
  await bubble(page, 'One').waitFor();
  const before = sockets.length;
  // Returning to the page pings the server; the answer is lost on this connection.
  await until(async () => {
    await comeBack(page);
    return sockets.length > before;
  });
  isDead = false;
  await send(a, b, 'Two');
  await bubble(page, 'Two').waitFor();
});

test('a message that arrives while the page is hidden is marked as new until a reply', async () => {
  const [a, b] = [await newPerson('Lise'), await newPerson('Mollari')];
  let group = '';
  for (let count = 1; count <= 3; count++) group = (await send(a, b, `Unseen ${count}`)).message_group_uuid;
  await untilUnread(b, 3);
  const page = await openPage(b, `/messages/${group}`);
  await page.getByText('New messages').waitFor();
  await composer(page).fill('Seen');
  await composer(page).press('Enter');
  await page.getByText('New messages').waitFor({ state: 'detached' });
});

test('reopening a conversation marks where the missed messages begin', async () => {
  const [a, b] = [await newPerson('Natalie'), await newPerson('Refuge')];
  let group = '';
  for (let count = 1; count <= 3; count++) group = (await send(a, b, `Known ${count}`)).message_group_uuid;
  const page = await openPage(b, '/');
  await lose(page, isMessage);
  await page.goto(`/messages/${group}`);
  await bubble(page, 'Known 3').waitFor();
  await untilUnread(b, 0);
  await page.getByRole('link', { name: 'Cruddur, home' }).click();
  for (let count = 1; count <= 2; count++) await send(a, b, `Missed ${count}`);
  await until(async () => (await page.title()).startsWith('(2)'));
  await page.getByRole('link', { name: /^Messages/ }).click();
  await groupRow(page, 'Natalie').click();
  await bubble(page, 'Missed 2').waitFor();
  expect(await page.locator('.line', { hasText: 'New messages' }).textContent()).toContain('Missed 1');
});

/** Waits until the servers count `count` unread messages in the person's only conversation. */
async function untilUnread(person: Person, count: number): Promise<void> {
  await until(async () => {
    const [row] = await apiOf(person).listMessageGroups();
    return row?.unread_count === count;
  });
}

/** The same numbers for the same seed (mulberry32). */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
