import { jest } from '@jest/globals';
import { changeMessage } from '../../shared/dynamo/message-changes.ts';
import { getRow, type MessageGroupRow, updateRow } from '../../shared/dynamo/message-groups.ts';
import {
  listSubscriptions,
  SUBSCRIPTIONS_MAX,
  storeSubscription,
} from '../../shared/dynamo/push-subscriptions.ts';
import { createStranger, type Person } from '../../test/accounts.ts';
import { call } from '../../test/call.ts';
import { patiently } from '../../test/client.ts';
import { createConversation, storeText } from '../../test/conversations.ts';
import { type Conduct, PushService, subscriptionOf, type TestDevice } from '../../test/push-service.ts';
import { conducts, openConnections, startPushing, textsAt } from '../../test/pushing.ts';
import { handler as getPushKey } from '../messaging/get-push-key.ts';
import { handler as subscribePush } from '../messaging/subscribe-push.ts';
import { handler as unsubscribePush } from '../messaging/unsubscribe-push.ts';

const pushService = new PushService();
const slow = new PushService();
beforeAll(() => Promise.all([pushService.start(), slow.start()]));
afterAll(() => Promise.all([pushService.stop(), slow.stop()]));
const pushing = startPushing();

const subscribe = (as: Person, { device_uuid, subscription: body }: TestDevice) =>
  patiently(() => call(subscribePush, 'subscribePush', { as, params: { device_uuid }, body }));
const unsubscribe = (as: Person, query: { device_uuid?: string }) =>
  patiently(() => call(unsubscribePush, 'unsubscribePush', { as, query }));
const devicesOf = async ({ uuid }: Person) =>
  (await listSubscriptions(uuid, { consistent: true })).map(({ device_uuid }) => device_uuid);

const hurry = AbortSignal.timeout.bind(AbortSignal);
beforeEach(() => {
  // A starved machine answers later than a push service does.
  jest.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => hurry(ms * 20));
});
afterEach(() => jest.restoreAllMocks());

/** Changes stored attributes of a row, without the rules of who may. */
async function changeStored(member: Person, group: string, changes: Partial<MessageGroupRow>): Promise<void> {
  const row = (await getRow(member.uuid, group, { consistent: true })) as MessageGroupRow;
  await updateRow(member.uuid, row, changes);
}

/** Two people who have talked, and a device of the second one, who has no page open. */
async function acquainted(options: { show_text?: boolean; conduct?: Conduct } = {}) {
  const { ann, ben, message_group_uuid } = await createConversation(['Hello'], createStranger);
  await pushing.drained();
  const device = pushService.subscribe(options);
  expect((await subscribe(ben, device)).status).toBe(204);
  return { ann, ben, group: message_group_uuid, device };
}

test('web push tells a person without a connection of a new message once, encrypted, with the name and without the text', async () => {
  const { ann, ben, group, device } = await acquainted();
  const { body: stage } = await patiently(() => call(getPushKey, 'getPushKey', { as: ben }));
  const cursor = await storeText(ann, ben, 'A secret');
  await pushing.drained();
  const [created_at, message_uuid] = cursor.split('#');
  expect(device.arrived.map(({ message }) => message)).toEqual([
    {
      message_group_uuid: group,
      message_uuid,
      created_at,
      receiver_uuid: ben.uuid,
      display_name: ann.display_name,
    },
  ]);
  const [{ headers, token } = device.arrived[0] as never] = device.arrived;
  expect(headers).toMatchObject({ ttl: '86400', urgency: 'normal', 'content-encoding': 'aes128gcm' });
  expect(headers.topic).toMatch(/^[\w-]{32}$/);
  expect(token).toMatchObject({
    header: { alg: 'ES256' },
    claims: { aud: pushService.origin, sub: 'http://localhost:3000' },
    key: stage.key,
  });
  expect(token.claims.exp).toBeLessThan(Date.now() / 1000 + 24 * 3600);
});

test('web push has the beginning of the text on a device that shows it', async () => {
  const { ann, ben, device } = await acquainted({ show_text: true });
  await storeText(ann, ben, '𠮷'.repeat(300));
  await pushing.drained();
  expect(device.arrived.map(({ message }) => message.text)).toEqual(['𠮷'.repeat(200)]);
});

test('web push tells nothing of own, changed, muted, requested and blocked messages', async () => {
  const { ann, ben, group, device } = await acquainted();
  const mine = pushService.subscribe();
  await subscribe(ann, mine);
  const cursor = await storeText(ann, ben, 'First');
  await pushing.drained();
  expect([device.requests, mine.requests]).toEqual([1, 0]);
  const name = { message_group_uuid: group, message_uuid: cursor.slice(25) };
  await changeMessage(ann.uuid, name, () => ({ set: { message: 'Edited' } }));
  const change = (changes: Partial<MessageGroupRow>) => changeStored(ben, group, changes);
  await change({ muted_until: new Date(Date.now() + 60_000).toISOString() });
  await storeText(ann, ben, 'Muted');
  await pushing.drained();
  await change({ muted_until: undefined, request: 'received' });
  await storeText(ann, ben, 'Requested');
  await pushing.drained();
  await change({ request: undefined, blocked_to: cursor });
  await storeText(ann, ben, 'Blocked');
  await pushing.drained();
  expect(device.requests).toBe(1);
  // The muting is over.
  await change({ blocked_to: undefined, muted_until: new Date(Date.now() - 1).toISOString() });
  await storeText(ann, ben, 'Heard');
  await pushing.drained();
  expect(device.requests).toBe(2);
});

test('web push is for those alone whom no connection told', async () => {
  const { ann, ben, device } = await acquainted();
  await openConnections(ben, 'takes');
  await storeText(ann, ben, 'By the connection');
  await pushing.drained();
  expect([textsAt('takes'), device.requests]).toEqual([['By the connection'], 0]);
  conducts.set('takes', 'is gone');
  await storeText(ann, ben, 'By web push');
  await pushing.drained();
  expect(device.requests).toBe(1);
});

test('web push forgets a subscription that has ended, keeps one that is refused, and follows no redirect', async () => {
  const { ann, ben, device } = await acquainted({ conduct: 'is gone' });
  const [refused, moved] = [
    pushService.subscribe({ conduct: 'refuses' }),
    pushService.subscribe({ conduct: 'redirects' }),
  ];
  await subscribe(ben, refused);
  await subscribe(ben, moved);
  for (const text of ['One', 'Two']) {
    await storeText(ann, ben, text);
    await pushing.drained();
  }
  expect([device.requests, refused.requests, moved.requests]).toEqual([1, 2, 2]);
  expect(new Set(await devicesOf(ben))).toEqual(new Set([refused.device_uuid, moved.device_uuid]));
});

test('web push that hangs holds up no connection and fails no record; after three silences its host is left alone', async () => {
  jest.restoreAllMocks();
  const { ann, ben } = await createConversation(['Hello'], createStranger);
  await pushing.drained();
  pushing.records = [];
  const hanging = Array.from({ length: 3 }, () => slow.subscribe({ conduct: 'hangs' }));
  for (const device of hanging) await subscribe(ben, device);
  await openConnections(ann, 'in time');
  await storeText(ann, ben, '1');
  await pushing.drained();
  const asked = hanging.map(({ requests }) => requests);
  await storeText(ann, ben, '2');
  await pushing.drained();
  expect(textsAt('in time')).toEqual(['1', '2']);
  expect(hanging.map(({ requests }) => requests)).toEqual(asked);
  expect(pushing.records).toHaveLength(new Set(pushing.records.map(({ eventID }) => eventID)).size);
  expect(await devicesOf(ben)).toHaveLength(3);
});

test('web push of a batch tells each device of the newest message of each conversation', async () => {
  const { ann, ben, device } = await acquainted({ show_text: true, conduct: 'refuses' });
  const cem = await createStranger();
  for (const [from, text] of [
    [ann, 'Ann 1'],
    [cem, 'Cem 1'],
    [ann, 'Ann 2'],
  ] as const)
    await storeText(from, ben, text);
  await pushing.drained();
  device.conduct = 'takes';
  const batch = pushing.records.filter(({ dynamodb }) => dynamodb?.Keys?.pk?.S?.startsWith('MSG#'));
  expect(await pushing.push({ Records: batch })).toEqual({ batchItemFailures: [] });
  expect(device.arrived.map(({ message }) => message.text).sort()).toEqual(['Ann 2', 'Cem 1']);
});

test('web push ends for a device, or for all of a person, and has the newest ten devices', async () => {
  const ann = await createStranger();
  const devices = Array.from({ length: SUBSCRIPTIONS_MAX + 1 }, () => pushService.subscribe());
  for (const device of devices) expect((await subscribe(ann, device)).status).toBe(204);
  const kept = devices.slice(1).map(({ device_uuid }) => device_uuid);
  expect(new Set(await devicesOf(ann))).toEqual(new Set(kept));
  expect((await unsubscribe(ann, { device_uuid: String(kept[0]) })).status).toBe(204);
  expect(new Set(await devicesOf(ann))).toEqual(new Set(kept.slice(1)));
  expect((await unsubscribe(ann, {})).status).toBe(204);
  expect(await devicesOf(ann)).toEqual([]);
});

test('web push has no endpoint but of a known push service', async () => {
  const ann = await createStranger();
  const put = (body: object) =>
    patiently(() =>
      call(subscribePush, 'subscribePush', { as: ann, params: { device_uuid: ann.uuid }, body }),
    );
  const { endpoint, ...rest } = subscriptionOf('http://169.254.169.254/latest/meta-data');
  expect((await put({ endpoint, ...rest })).errors).toEqual(['endpoint_invalid']);
  const bad = {
    endpoint: 'javascript:alert(1)',
    keys: { p256dh: 'A'.repeat(87), auth: '' },
    show_text: 'yes',
  };
  expect((await put(bad)).errors).toEqual(['endpoint_invalid', 'keys_invalid', 'show_text_invalid']);
  // What was stored when the stage knew more push services is not called any more.
  await storeSubscription(ann.uuid, ann.uuid, { endpoint, ...rest, show_text: false });
  const ben = await createStranger();
  await storeText(ben, ann, 'Hello');
  await pushing.drained();
  expect(await devicesOf(ann)).toEqual([ann.uuid]);
});
