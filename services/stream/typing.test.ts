import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as v from 'valibot';
import { Frame } from '../../shared/contract/frames.ts';
import { storeConnection, trustConnection } from '../../shared/dynamo/connections.ts';
import { getRow, updateRow } from '../../shared/dynamo/message-groups.ts';
import { createStranger, type Person } from '../../test/accounts.ts';
import { createConversation } from '../../test/conversations.ts';
import { messageEvent, sessionOf } from '../../test/socket-events.ts';
import { spent } from '../../test/spent.ts';
import { allItems } from '../../test/table.ts';

const arrived: { id: string; frame: Frame }[] = [];
const gateway = createServer(async (request, response) => {
  const id = decodeURIComponent(request.url?.split('/@connections/')[1] ?? '');
  if (id.includes('gone')) return response.writeHead(410).end();
  const body = Buffer.concat(await request.toArray()).toString();
  arrived.push({ id, frame: v.parse(Frame(), JSON.parse(body)) });
  return response.end();
});
await new Promise<void>((resolve) => gateway.listen(0, '127.0.0.1', resolve));
process.env.WEBSOCKET_ENDPOINT = `http://127.0.0.1:${(gateway.address() as AddressInfo).port}`;
const { handler: typing } = await import('./typing.ts');

afterAll(() => {
  gateway.closeAllConnections();
  return new Promise((resolve) => gateway.close(resolve));
});
beforeEach(() => {
  arrived.length = 0;
});

const open = (person: Person, id: string) => storeConnection(person.uuid, id, sessionOf(person));
const type = (id: string, message_group_uuid: unknown) =>
  typing(messageEvent(id, JSON.stringify({ action: 'typing', message_group_uuid })));

test('typing reaches every connection of the other member alone, and is stored nowhere', async () => {
  const { ann, ben, message_group_uuid } = await createConversation();
  for (const [person, id] of [
    [ann, 'types'],
    [ann, 'own tab'],
    [ben, 'sees'],
    [ben, 'sees too'],
  ] as const)
    await open(person, id);
  const before = await allItems();
  expect(await type('types', message_group_uuid)).toEqual({ statusCode: 200 });
  const frame = { type: 'typing', message_group_uuid, user_uuid: ann.uuid };
  expect(arrived.toSorted((a, b) => (a.id < b.id ? -1 : 1))).toEqual([
    { id: 'sees', frame },
    { id: 'sees too', frame },
  ]);
  expect(await allItems()).toEqual(before);
});

test('more often than every 4 s nothing is passed on, and no store is asked', async () => {
  const { ann, ben, message_group_uuid } = await createConversation();
  await open(ann, 'types fast');
  await open(ben, 'sees once');
  await type('types fast', message_group_uuid);
  for (let n = 0; n < 5; n++) {
    const { readUnits } = await spent(() => type('types fast', message_group_uuid));
    expect(readUnits).toBe(0);
  }
  expect(arrived.map(({ id }) => id)).toEqual(['sees once']);
});

test('it costs 4 RCU at most and no write', async () => {
  const { ann, ben, message_group_uuid } = await createConversation();
  await open(ann, 'measured');
  await open(ben, 'looks on');
  const { readUnits, writeUnits } = await spent(() => type('measured', message_group_uuid));
  expect(readUnits).toBeLessThanOrEqual(4);
  expect(writeUnits).toBe(0);
  expect(arrived).toHaveLength(1);
});

test('who is no member, is unknown or no longer trusted gets no answer, and the other nothing', async () => {
  const { ann, ben, message_group_uuid } = await createConversation();
  const stranger = await createStranger();
  await open(ben, 'sees nothing');
  await open(stranger, 'stranger');
  await open(ann, 'ended');
  await trustConnection({ connection_id: 'ended', user_uuid: ann.uuid, sub: ann.sub }, Date.now() - 1);
  for (const id of ['stranger', 'nobody', 'ended'])
    expect(await type(id, message_group_uuid)).toEqual({ statusCode: 200 });
  expect(arrived).toEqual([]);
});

test('who reads a request is not seen typing until it is accepted; its sender is', async () => {
  const { ann, ben, message_group_uuid } = await createConversation();
  await open(ann, 'receiver');
  await open(ben, 'sender');
  const row = await getRow(ann.uuid, message_group_uuid, { consistent: true });
  if (row) await updateRow(ann.uuid, row, { request: 'received' });
  await type('receiver', message_group_uuid);
  expect(arrived).toEqual([]);
  await type('sender', message_group_uuid);
  expect(arrived.map(({ id }) => id)).toEqual(['receiver']);
});

test.each(['', 'null', '[]', '{"action":"typing"}', '{"action":"typing","message_group_uuid":"x"}'])(
  'ignores %j',
  async (body) => {
    expect(await typing(messageEvent(`sends ${body}`, body))).toEqual({ statusCode: 200 });
    expect(arrived).toEqual([]);
  },
);

test('a connection that is gone is no failure', async () => {
  const { ann, ben, message_group_uuid } = await createConversation();
  await open(ann, 'types on');
  await open(ben, 'is gone');
  await open(ben, 'is there');
  expect(await type('types on', message_group_uuid)).toEqual({ statusCode: 200 });
  expect(arrived.map(({ id }) => id)).toEqual(['is there']);
});
