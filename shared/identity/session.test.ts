import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import { handler as listMessageGroups } from '../../services/messaging/list-message-groups.ts';
import { handler as sendMessage } from '../../services/messaging/send-message.ts';
import { handler as connect } from '../../services/stream/connect.ts';
import { handler as receive } from '../../services/stream/default.ts';
import { handler as getMe } from '../../services/users/get-me.ts';
import { createStranger, endings, type Person } from '../../test/accounts.ts';
import { call } from '../../test/call.ts';
import { connectEvent, messageEvent } from '../../test/socket-events.ts';
import { listConnections } from '../dynamo/connections.ts';
import { query } from '../postgres/client.ts';

/** Advances the clock. */
function goOn(seconds: number): void {
  const later = Date.now() + seconds * 1000;
  jest.restoreAllMocks();
  const ahead = later - Date.now();
  const now = Date.now.bind(Date);
  jest.spyOn(Date, 'now').mockImplementation(() => now() + ahead);
}
afterEach(() => jest.restoreAllMocks());

const list = (as: Person) => call(listMessageGroups, 'listMessageGroups', { as });
const send = (as: Person, to: Person) =>
  call(sendMessage, 'sendMessage', { as, body: { message: 'Hi', handle: to.handle } });
const open = async (person: Person, id: string = randomUUID()) => {
  const { statusCode } = await connect(connectEvent(id, ['cruddur.v1', person.token]));
  return { id, status: statusCode };
};
const ping = async (id: string, token?: string) => {
  const { body } = await receive(messageEvent(id, JSON.stringify({ action: 'ping', token })));
  return JSON.parse(body ?? '{}').type;
};
const connectionIdsOf = async ({ uuid }: Person) =>
  (await listConnections(uuid)).map(({ connection_id }) => connection_id);

describe.each(Object.entries(endings))('%s', (_, end) => {
  test('ends access by the token within a minute, before its expiry', async () => {
    const [ann, ben] = await Promise.all([createStranger(), createStranger()]);
    expect([(await list(ann)).status, (await send(ann, ben)).status]).toEqual([200, 200]);
    await end(ann);
    goOn(61);
    const refused = [await list(ann), await send(ann, ben), await call(getMe, 'getMe', { as: ann })];
    for (const { status } of refused) expect([401, 403]).toContain(status);
    expect([401, 403]).toContain((await open(ann)).status);
    // A second check gives the same.
    goOn(61);
    expect([401, 403]).toContain((await list(ann)).status);
  });

  test('stops the frames of an open WebSocket within a minute, whatever it sends', async () => {
    const ann = await createStranger();
    const { id } = await open(ann);
    expect([await connectionIdsOf(ann), await ping(id, ann.token)]).toEqual([[id], 'pong']);
    await end(ann);
    expect(await ping(id, ann.token)).toBe('unknown');
    expect(await connectionIdsOf(ann)).toEqual([]);
    const silent = await createStranger();
    await open(silent);
    await end(silent);
    goOn(61);
    expect(await connectionIdsOf(silent)).toEqual([]);
  });
});

test('a disabled user is told so', async () => {
  const ann = await createStranger();
  await endings['disabling the account'](ann);
  goOn(61);
  expect(await list(ann)).toMatchObject({ status: 403, errors: ['account_disabled'] });
});

test('signing out of one session keeps the others', async () => {
  const [ann, ben] = await Promise.all([createStranger(), createStranger()]);
  await endings['signing out'](ben);
  goOn(61);
  expect((await list(ann)).status).toBe(200);
});

describe('an open WebSocket', () => {
  test('gets frames while its pings carry a good token', async () => {
    const ann = await createStranger();
    const { id } = await open(ann);
    for (let time = 0; time < 3; time++) {
      goOn(45);
      expect(await ping(id, ann.token)).toBe('pong');
      expect(await connectionIdsOf(ann)).toEqual([id]);
    }
  });

  test('gets no frames a minute after the last good ping, and is told so', async () => {
    const ann = await createStranger();
    const { id } = await open(ann);
    goOn(45);
    expect(await ping(id)).toBe('pong');
    goOn(20);
    expect(await connectionIdsOf(ann)).toEqual([]);
    expect(await ping(id)).toBe('unknown');
    expect(await ping(id, ann.token)).toBe('unknown');
  });

  test("is not kept open by another user's token", async () => {
    const [ann, ben] = await Promise.all([createStranger(), createStranger()]);
    const { id } = await open(ann);
    expect(await ping(id, ben.token)).toBe('unknown');
    expect(await connectionIdsOf(ann)).toEqual([]);
  });
});

test('a user disabled by an operator is refused within a minute, whatever the user pool says', async () => {
  const [ann, ben] = await Promise.all([createStranger(), createStranger()]);
  expect((await send(ann, ben)).status).toBe(200);
  await query((sql) => sql`update users set disabled_at = now() where uuid = ${ann.uuid}`);
  goOn(61);
  for (const answer of [await list(ann), await send(ann, ben), await call(getMe, 'getMe', { as: ann })])
    expect(answer).toMatchObject({ status: 403, errors: ['account_disabled'] });
  expect((await open(ann)).status).toBe(403);
  await query((sql) => sql`update users set disabled_at = null where uuid = ${ann.uuid}`);
  expect((await list(ann)).status).toBe(200);
});
