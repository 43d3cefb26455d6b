import { openBrowser } from './browser.ts';
import { bubble, composer, groupRow, write } from './conversation.ts';
import { apiOf } from './people.ts';
import { connected, lose } from './sockets.ts';
import { twoBrowsers } from './two-browsers.ts';
import { until } from './until.ts';

openBrowser();

test('what the other has read shows as seen, and not what they read privately', async () => {
  const { left, right, group, brell } = await twoBrowsers();
  const seen = (text: string) => bubble(left, text).getByTitle('Sent and seen');
  await seen('Begin').waitFor();
  await right.goto('/settings');
  await right.getByRole('checkbox', { name: 'Show others' }).uncheck();
  await write(left, 'Read in private');
  await bubble(left, 'Read in private').getByTitle('Sent', { exact: true }).waitFor();
  await right.goto(`/messages/${group}`);
  await bubble(right, 'Read in private').waitFor();
  await until(async () => (await apiOf(brell).listMessageGroups())[0]?.unread_count === 0);
  await right.goto('/settings');
  await right.getByRole('checkbox', { name: 'Show others' }).check();
  await write(left, 'Read in public');
  await bubble(left, 'Read in public').getByTitle('Sent', { exact: true }).waitFor();
  await left.reload();
  await seen('Begin').waitFor();
  expect(await seen('Read in private').count()).toBe(0);
  const row = (text: string) => groupRow(left, 'Brell').filter({ hasText: text });
  await row('Sent. You: Read in public').waitFor();
  await right.goto(`/messages/${group}`);
  for (const text of ['Read in private', 'Read in public']) await seen(text).waitFor();
  await row('Sent and seen. You: Read in public').waitFor();
});

test('typing shows in the head and in the list until the message comes, without moving anything', async () => {
  const { left, right } = await twoBrowsers();
  const head = right.locator('.pane-head');
  const row = groupRow(right, 'Adira');
  const boxes = () => Promise.all([head, row].map((part) => part.boundingBox()));
  const before = await boxes();
  const isAnnounced = right.getByRole('status').filter({ hasText: 'Adira is typing' }).waitFor();
  const isShown = [head, row].map(async (part) => {
    await part.getByText('typing…').waitFor();
    return part.boundingBox();
  });
  await composer(left).pressSequentially('On my');
  expect(await Promise.all(isShown)).toEqual(before);
  await isAnnounced;
  await composer(left).press('Enter');
  await bubble(right, 'On my').waitFor();
  for (const part of [head, row]) await part.getByText('typing…').waitFor({ state: 'detached' });
  await row.filter({ hasText: 'On my' }).waitFor();
  await head.getByText('@adira').waitFor();
});

test('who reads privately is not seen typing', async () => {
  const { left, right, group } = await twoBrowsers();
  await right.goto('/settings');
  await right.getByRole('checkbox', { name: 'Show others' }).uncheck();
  const sent: string[] = [];
  right.on('websocket', (socket) => socket.on('framesent', ({ payload }) => sent.push(String(payload))));
  await right.goto(`/messages/${group}`);
  await connected(right);
  await bubble(right, 'Begin').waitFor();
  await composer(right).pressSequentially('In private');
  await composer(right).press('Enter');
  await bubble(left, 'In private').waitFor();
  expect(sent.length).toBeGreaterThan(0);
  expect(sent.filter((frame) => frame.includes('typing'))).toEqual([]);
});

test('a seen whose frame is lost is there after catching up', async () => {
  const { left, right, group, adira } = await twoBrowsers();
  await right.goto('/settings');
  await apiOf(adira).send({ message_group_uuid: group, message: 'Second' });
  await left.goto('/settings');
  let isLossy = true;
  const sockets = await lose(left, () => isLossy);
  await left.goto(`/messages/${group}`);
  await bubble(left, 'Second').getByTitle('Sent', { exact: true }).waitFor();
  await until(() => sockets.length > 0);
  await right.goto(`/messages/${group}`);
  await bubble(right, 'Second').waitFor();
  const api = apiOf(adira);
  const readTo = async () =>
    (await api.getMessageGroup({ params: { message_group_uuid: group } })).members.find(
      ({ user_uuid }) => user_uuid !== adira.uuid,
    )?.read_to;
  const last = (await api.listMessages({ params: { message_group_uuid: group } })).at(-1)?.cursor;
  await until(async () => (await readTo()) === last);
  isLossy = false;
  await sockets.at(-1)?.close();
  await bubble(left, 'Second').getByTitle('Sent and seen').waitFor();
});
