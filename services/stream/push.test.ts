import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { jest } from '@jest/globals';
import type { DynamoDBRecord } from 'aws-lambda';
import * as v from 'valibot';
import { Frame } from '../../shared/contract/frames.ts';
import { documents, tableName } from '../../shared/dynamo/client.ts';
import { listConnections, storeConnection } from '../../shared/dynamo/connections.ts';
import { connectionKey, messagesOf } from '../../shared/dynamo/keys.ts';
import { changeMessage } from '../../shared/dynamo/message-changes.ts';
import {
  getRow,
  type MessageGroupRow,
  toApiMessageGroup,
  updateRow,
} from '../../shared/dynamo/message-groups.ts';
import { getMessage, type StoredMessage } from '../../shared/dynamo/messages.ts';
import { refreshMessageGroup } from '../../shared/dynamo/projection.ts';
import {
  listSubscriptions,
  SUBSCRIPTIONS_MAX,
  storeSubscription,
} from '../../shared/dynamo/push-subscriptions.ts';
import { markRead } from '../../shared/dynamo/read-marker.ts';
import { changeRow } from '../../shared/dynamo/row-settings.ts';
import { showOne } from '../../shared/dynamo/shown-messages.ts';
import { createStranger, type Person } from '../../test/accounts.ts';
import { call } from '../../test/call.ts';
import { patiently } from '../../test/client.ts';
import { createConversation, storeText } from '../../test/conversations.ts';
import { nameOf, react, sendTo } from '../../test/messages.ts';
import { type Projection, startProjection } from '../../test/projection.ts';
import {
  type Conduct as DeviceConduct,
  PushService,
  subscriptionOf,
  type TestDevice,
} from '../../test/push-service.ts';
import { sessionOf } from '../../test/socket-events.ts';
import { handler as getPushKey } from '../messaging/get-push-key.ts';
import { handler as subscribePush } from '../messaging/subscribe-push.ts';
import { handler as unsubscribePush } from '../messaging/unsubscribe-push.ts';
import type { handler as Push } from './push.ts';

type Conduct = 'receives' | 'is gone' | 'fails' | 'hangs';

/** A fake of API Gateway's connections endpoint: the frames that arrived, and how each connection answers. */
const arrived = new Map<string, Frame[]>();
const posts = new Map<string, string[]>();
const conducts = new Map<string, Conduct>();
const gateway: Server = createServer(async (request, response) => {
  const id = decodeURIComponent(request.url?.split('/@connections/')[1] ?? '');
  const conduct = conducts.get(id) ?? 'receives';
  if (conduct === 'hangs') return;
  if (conduct !== 'receives') return response.writeHead(conduct === 'is gone' ? 410 : 500).end();
  const body = Buffer.concat(await request.toArray()).toString();
  posts.set(id, [...(posts.get(id) ?? []), body]);
  const frames = body.split('\n').map((line) => v.parse(Frame(), JSON.parse(line)));
  arrived.set(id, [...framesAt(id), ...frames]);
  return response.end();
});

const framesAt = (id: string) => arrived.get(id) ?? [];
const messagesAt = (id: string) => framesAt(id).filter((frame) => frame.type === 'message');
const groupsAt = (id: string) => framesAt(id).filter((frame) => frame.type === 'message_group');
const textsAt = (id: string) => messagesAt(id).map(({ message }) => message.message);

const pushService = new PushService();
const slow = new PushService();
let push: typeof Push;
let mapping: Projection;
let records: DynamoDBRecord[] = [];

beforeAll(async () => {
  await new Promise<void>((resolve) => gateway.listen(0, '127.0.0.1', resolve));
  process.env.WEBSOCKET_ENDPOINT = `http://127.0.0.1:${(gateway.address() as AddressInfo).port}`;
  await Promise.all([pushService.start(), slow.start()]);
  push = (await import('./push.ts')).handler;
  mapping = await startProjection((event) => {
    records.push(...event.Records);
    return push(event);
  }, 'push');
  await mapping.drained();
});

afterAll(async () => {
  await mapping.stop();
  await Promise.all([pushService.stop(), slow.stop()]);
  gateway.closeAllConnections();
  await new Promise((resolve) => gateway.close(resolve));
});

beforeEach(() => {
  records = [];
});

/** Opens connections of a person, long enough ago to be open. */
async function open(person: Person, ...ids: string[]): Promise<void> {
  for (const id of ids) {
    await storeConnection(person.uuid, id, sessionOf(person));
    const connected_at = new Date(Date.now() - 60_000).toISOString();
    const Item = {
      ...connectionKey(person.uuid, id),
      user_uuid: person.uuid,
      connected_at,
      trusted_until: Date.now() + 600_000,
    };
    await documents.send(new PutCommand({ TableName: tableName, Item }));
  }
}

/** Changes stored attributes of a row, without the rules of who may. */
async function changeStored(member: Person, group: string, changes: Partial<MessageGroupRow>): Promise<void> {
  const row = (await getRow(member.uuid, group, { consistent: true })) as MessageGroupRow;
  await updateRow(member.uuid, row, changes);
}

const connectionIdsOf = async (person: Person) =>
  (await listConnections(person.uuid)).map(({ connection_id }) => connection_id).sort();

describe('a message', () => {
  test('reaches every connection of both members only, as the list shows it', async () => {
    const [ann, ben, eve] = await Promise.all([createStranger(), createStranger(), createStranger()]);
    await Promise.all([open(ann, 'a1', 'a2'), open(ben, 'b1'), open(eve, 'e1')]);
    const cursor = await storeText(ann, ben, 'Hello 👋 <b>');
    await mapping.drained();
    const { message_group_uuid } = messagesAt('b1')[0] ?? { message_group_uuid: '' };
    const stored = (await getMessage(message_group_uuid, cursor)) as StoredMessage;
    const frame = { type: 'message', message_group_uuid, message: await showOne(ben.uuid, stored) };
    for (const id of ['a1', 'a2', 'b1']) expect(messagesAt(id)).toEqual([frame]);
    expect(framesAt('e1')).toEqual([]);
  });

  test('arrives at a connection in the order of writing', async () => {
    const [ann, ben] = await Promise.all([createStranger(), createStranger()]);
    await Promise.all([open(ann, 'ordered a'), open(ben, 'ordered b')]);
    const texts = Array.from({ length: 60 }, (_, n) => `${n}`);
    for (const text of texts)
      await storeText(...((Number(text) % 3 ? [ann, ben] : [ben, ann]) as [Person, Person]), text);
    await mapping.drained();
    expect(textsAt('ordered a')).toEqual(texts);
    expect(textsAt('ordered b')).toEqual(texts);
  });
});

describe('the frames of a batch', () => {
  /** What one batch with so many messages of two people posts to each of them. */
  async function pushAtOnce(texts: readonly string[]) {
    const [ann, ben] = await Promise.all([createStranger(), createStranger()]);
    for (const text of texts) await storeText(ann, ben, text);
    await mapping.drained();
    const batch = records.filter(({ dynamodb }) => dynamodb?.Keys?.pk?.S?.startsWith('MSG#'));
    const ids = [`${ann.uuid} at once`, `${ben.uuid} at once`] as const;
    await Promise.all([open(ann, ids[0]), open(ben, ids[1])]);
    expect(await push({ Records: batch })).toEqual({ batchItemFailures: [] });
    return ids;
  }

  test('reach a connection in one post, in the order of writing', async () => {
    const texts = Array.from({ length: 60 }, (_, n) => `${n}`);
    for (const id of await pushAtOnce(texts)) {
      expect(textsAt(id)).toEqual(texts);
      expect(posts.get(id)).toHaveLength(1);
    }
  });

  test('are spread over posts of at most 32 KB', async () => {
    const texts = Array.from({ length: 20 }, (_, n) => `${n} ${'😀'.repeat(1_000)}`);
    for (const id of await pushAtOnce(texts)) {
      expect(textsAt(id)).toEqual(texts);
      const sizes = (posts.get(id) ?? []).map((post) => Buffer.byteLength(post));
      expect(sizes.filter((size) => size > 32 * 1024)).toEqual([]);
      // A frame is 4.4 KB, so that seven are in each post but the last.
      expect(sizes).toHaveLength(3);
    }
  });
});

test('an edit and a deletion reach both members, with a higher revision, and never the earlier text', async () => {
  const { ann, ben, message_group_uuid, cursors } = await createConversation(['first']);
  await mapping.drained();
  await Promise.all([open(ann, 'edits'), open(ben, 'sees the edit')]);
  const name = { message_group_uuid, message_uuid: cursors[0]?.slice(25) as string };
  const change = (set: object) => changeMessage(ann.uuid, name, () => ({ set }));
  await change({ message: 'second', edited_at: new Date().toISOString() });
  await mapping.drained();
  await change({ message: '', deleted_at: new Date().toISOString() });
  await mapping.drained();
  for (const id of ['edits', 'sees the edit']) {
    expect(messagesAt(id).map(({ message }) => [message.message, message.revision])).toEqual([
      ['second', 1],
      ['', 2],
    ]);
    expect(JSON.stringify(framesAt(id))).not.toContain('first');
  }
});

test('a reply arrives with what it answers; a hidden message goes on the devices of who hid it alone', async () => {
  const { ann, ben, message_group_uuid, cursors } = await createConversation(['first', 'second']);
  await mapping.drained();
  await Promise.all([open(ann, 'replies'), open(ben, 'hides')]);
  const name = { message_group_uuid, message_uuid: cursors[0]?.slice(25) as string };
  const reply_to = cursors[1]?.slice(25) as string;
  await changeMessage(ann.uuid, name, () => ({ set: { reply_to } }));
  await changeMessage(ben.uuid, name, () => ({ set: { hidden_from: new Set([ben.uuid]) } }));
  await mapping.drained();
  const shown = (id: string) =>
    messagesAt(id).map(({ message }) => [message.message, message.reply_to?.message, message.hidden]);
  const whole = ['first', 'second', undefined];
  expect(shown('replies')).toEqual([whole, whole]);
  expect(shown('hides')).toEqual([whole, ['', undefined, true]]);
});

test('a changed message group reaches its owner alone, as the list shows it, also after reading', async () => {
  const { ann, ben, message_group_uuid, cursors } = await createConversation(['1', '2', '3']);
  await mapping.drained();
  await Promise.all([open(ann, 'reads elsewhere'), open(ben, 'other member')]);
  await markRead(ann.uuid, message_group_uuid, cursors[2] as string);
  await mapping.drained();
  const row = (await getRow(ann.uuid, message_group_uuid, { consistent: true })) as MessageGroupRow;
  expect(row).toMatchObject({ unread_count: 0, read_to: cursors[2] });
  expect(groupsAt('reads elsewhere')).toEqual([{ type: 'message_group', ...toApiMessageGroup(row) }]);
  const read = { type: 'read', message_group_uuid, user_uuid: ann.uuid, read_to: cursors[2] };
  expect(framesAt('other member')).toEqual([read]);
});

test('how far somebody has read is told once: not if it is private, nor with later changes of the row', async () => {
  const { ann, ben, message_group_uuid, cursors } = await createConversation(['1', '2', '3']);
  await mapping.drained();
  await open(ben, 'is told');
  const readAt = (id: string) => framesAt(id).filter((frame) => frame.type === 'read');
  await markRead(ann.uuid, message_group_uuid, cursors[1] as string, { isPrivate: true });
  await mapping.drained();
  expect(readAt('is told')).toEqual([]);
  await markRead(ann.uuid, message_group_uuid, cursors[1] as string);
  await refreshMessageGroup(message_group_uuid, [ann.uuid, ben.uuid]);
  await mapping.drained();
  expect(readAt('is told')).toMatchObject([{ user_uuid: ann.uuid, read_to: cursors[1] }]);
});

test('who has deleted a conversation is told of their own settings, and of nothing that is deleted', async () => {
  const { ann, ben, message_group_uuid: group, cursors } = await createConversation(['1', '2']);
  await mapping.drained();
  await Promise.all([open(ann, 'has deleted'), open(ben, 'has not')]);
  await changeRow(ann.uuid, group, { cleared: true, pinned: true });
  await mapping.drained();
  const settings = { message: '', list: 'pinned', cleared_to: cursors[1] };
  expect(framesAt('has deleted')).toMatchObject([{ type: 'message_group', ...settings }]);
  expect(framesAt('has not')).toEqual([]);

  await react(ben, nameOf(group, cursors[0]), '👍');
  const reply_to = nameOf(group, cursors[1]).message_uuid;
  await sendTo(ben, { message: 're', message_group_uuid: group, reply_to });
  await mapping.drained();
  const quotes = (id: string) =>
    messagesAt(id).map(({ message }) => [message.message, message.reply_to?.message]);
  expect(quotes('has deleted')).toEqual([['re', '']]);
  expect(quotes('has not')).toEqual([
    ['1', undefined],
    ['re', '2'],
  ]);
});

test('receipts and connections cause no frames', async () => {
  const ann = await createStranger();
  await open(ann, 'hears nothing');
  await mapping.drained();
  expect(records).toEqual([]);
});

describe('an unreachable connection', () => {
  let ann: Person;
  let ben: Person;
  beforeEach(async () => {
    [ann, ben] = await Promise.all([createStranger(), createStranger()]);
  });

  /** Sends two messages while ben's first connection misbehaves as `conduct` says; his second receives. */
  async function sendTwo(conduct: Conduct): Promise<string[]> {
    const ids = [`${ben.uuid} ${conduct}`, `${ben.uuid} sound`];
    await open(ben, ...ids);
    conducts.set(ids[0] as string, conduct);
    await storeText(ann, ben, 'one');
    await storeText(ann, ben, 'two');
    await mapping.drained();
    return ids;
  }

  test.each(['is gone', 'fails', 'hangs'] as const)(
    'that %s is forgotten; the others get every frame',
    async (conduct) => {
      const [, sound] = await sendTwo(conduct);
      expect(await connectionIdsOf(ben)).toEqual([sound]);
      expect(textsAt(sound as string)).toEqual(['one', 'two']);
    },
  );

  test('fails no record, even if it hangs, and stays within the timeout', async () => {
    await sendTwo('receives');
    conducts.set(`${ben.uuid} sound`, 'hangs');
    const started = performance.now();
    expect(await push({ Records: records })).toEqual({ batchItemFailures: [] });
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  test('that is still opening is kept', async () => {
    await storeConnection(ben.uuid, 'opening', sessionOf(ben));
    conducts.set('opening', 'is gone');
    await storeText(ann, ben, 'early');
    await mapping.drained();
    conducts.delete('opening');
    await storeText(ann, ben, 'on time');
    await mapping.drained();
    expect(textsAt('opening')).toEqual(['on time']);
  });
});

describe('a record', () => {
  test('fails if connections cannot be read, and is delivered on retry', async () => {
    const [ann, ben] = await Promise.all([createStranger(), createStranger()]);
    await open(ben, 'patient');
    documents.middlewareStack.add(
      (next, { commandName }) =>
        (call) => {
          if (commandName !== 'QueryCommand') return next(call);
          documents.middlewareStack.remove('outage');
          throw new Error('The table does not answer.');
        },
      { step: 'initialize', name: 'outage' },
    );
    await storeText(ann, ben, 'after all');
    await mapping.drained();
    expect(new Set(textsAt('patient'))).toEqual(new Set(['after all']));
    expect(records.length).toBeGreaterThan(new Set(records.map(({ eventID }) => eventID)).size);
  });

  test('that is unreadable is skipped', async () => {
    const [ann, ben] = await Promise.all([createStranger(), createStranger()]);
    await open(ben, 'reads the rest');
    await storeText(ann, ben, 'sound');
    await mapping.drained();
    const unreadable = [
      {},
      { dynamodb: { SequenceNumber: '1', NewImage: { pk: { S: messagesOf('x') } } } },
      { dynamodb: { SequenceNumber: '2', NewImage: { pk: { S: 'SND#x' }, sk: { S: 'y' } } } },
    ] as DynamoDBRecord[];
    expect(await push({ Records: [...unreadable, ...records] })).toEqual({ batchItemFailures: [] });
    expect(textsAt('reads the rest')).toEqual(['sound', 'sound']);
  });
});

describe('web push', () => {
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

  /** Two people who have talked, and a device of the second one, who has no page open. */
  async function acquainted(options: { show_text?: boolean; conduct?: DeviceConduct } = {}) {
    const { ann, ben, message_group_uuid } = await createConversation(['Hello'], createStranger);
    await mapping.drained();
    const device = pushService.subscribe(options);
    expect((await subscribe(ben, device)).status).toBe(204);
    return { ann, ben, group: message_group_uuid, device };
  }

  test('tells a person without a connection of a new message once, encrypted, with the name and without the text', async () => {
    const { ann, ben, group, device } = await acquainted();
    const { body: stage } = await patiently(() => call(getPushKey, 'getPushKey', { as: ben }));
    const cursor = await storeText(ann, ben, 'A secret');
    await mapping.drained();
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

  test('has the beginning of the text on a device that shows it', async () => {
    const { ann, ben, device } = await acquainted({ show_text: true });
    await storeText(ann, ben, '𠮷'.repeat(300));
    await mapping.drained();
    expect(device.arrived.map(({ message }) => message.text)).toEqual(['𠮷'.repeat(200)]);
  });

  test('tells nothing of own, changed, muted, requested and blocked messages', async () => {
    const { ann, ben, group, device } = await acquainted();
    const mine = pushService.subscribe();
    await subscribe(ann, mine);
    const cursor = await storeText(ann, ben, 'First');
    await mapping.drained();
    expect([device.requests, mine.requests]).toEqual([1, 0]);
    const name = { message_group_uuid: group, message_uuid: cursor.slice(25) };
    await changeMessage(ann.uuid, name, () => ({ set: { message: 'Edited' } }));
    const change = (changes: Partial<MessageGroupRow>) => changeStored(ben, group, changes);
    await change({ muted_until: new Date(Date.now() + 60_000).toISOString() });
    await storeText(ann, ben, 'Muted');
    await mapping.drained();
    await change({ muted_until: undefined, request: 'received' });
    await storeText(ann, ben, 'Requested');
    await mapping.drained();
    await change({ request: undefined, blocked_to: cursor });
    await storeText(ann, ben, 'Blocked');
    await mapping.drained();
    expect(device.requests).toBe(1);
    // The muting is over.
    await change({ blocked_to: undefined, muted_until: new Date(Date.now() - 1).toISOString() });
    await storeText(ann, ben, 'Heard');
    await mapping.drained();
    expect(device.requests).toBe(2);
  });

  test('is for those alone whom no connection told', async () => {
    const { ann, ben, device } = await acquainted();
    await open(ben, 'takes');
    await storeText(ann, ben, 'By the connection');
    await mapping.drained();
    expect([textsAt('takes'), device.requests]).toEqual([['By the connection'], 0]);
    conducts.set('takes', 'is gone');
    await storeText(ann, ben, 'By web push');
    await mapping.drained();
    expect(device.requests).toBe(1);
  });

  test('forgets a subscription that has ended, keeps one that is refused, and follows no redirect', async () => {
    const { ann, ben, device } = await acquainted({ conduct: 'is gone' });
    const [refused, moved] = [
      pushService.subscribe({ conduct: 'refuses' }),
      pushService.subscribe({ conduct: 'redirects' }),
    ];
    await subscribe(ben, refused);
    await subscribe(ben, moved);
    for (const text of ['One', 'Two']) {
      await storeText(ann, ben, text);
      await mapping.drained();
    }
    expect([device.requests, refused.requests, moved.requests]).toEqual([1, 2, 2]);
    expect(new Set(await devicesOf(ben))).toEqual(new Set([refused.device_uuid, moved.device_uuid]));
  });

  test('that hangs holds up no connection and fails no record; after three silences its host is left alone', async () => {
    jest.restoreAllMocks();
    const { ann, ben } = await createConversation(['Hello'], createStranger);
    await mapping.drained();
    records = [];
    const hanging = Array.from({ length: 3 }, () => slow.subscribe({ conduct: 'hangs' }));
    for (const device of hanging) await subscribe(ben, device);
    await open(ann, 'in time');
    await storeText(ann, ben, '1');
    await mapping.drained();
    const asked = hanging.map(({ requests }) => requests);
    await storeText(ann, ben, '2');
    await mapping.drained();
    expect(textsAt('in time')).toEqual(['1', '2']);
    expect(hanging.map(({ requests }) => requests)).toEqual(asked);
    expect(records).toHaveLength(new Set(records.map(({ eventID }) => eventID)).size);
    expect(await devicesOf(ben)).toHaveLength(3);
  });

  test('of a batch tells each device of the newest message of each conversation', async () => {
    const { ann, ben, device } = await acquainted({ show_text: true, conduct: 'refuses' });
    const cem = await createStranger();
    for (const [from, text] of [
      [ann, 'Ann 1'],
      [cem, 'Cem 1'],
      [ann, 'Ann 2'],
    ] as const)
      await storeText(from, ben, text);
    await mapping.drained();
    device.conduct = 'takes';
    const batch = records.filter(({ dynamodb }) => dynamodb?.Keys?.pk?.S?.startsWith('MSG#'));
    expect(await push({ Records: batch })).toEqual({ batchItemFailures: [] });
    expect(device.arrived.map(({ message }) => message.text).sort()).toEqual(['Ann 2', 'Cem 1']);
  });

  test('ends for a device, or for all of a person, and has the newest ten devices', async () => {
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

  test('has no endpoint but of a known push service', async () => {
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
    await mapping.drained();
    expect(await devicesOf(ann)).toEqual([ann.uuid]);
  });
});
