import { randomUUID } from 'node:crypto';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { documents, tableName } from '../../shared/dynamo/client.ts';
import { CONNECTIONS_MAX, listConnections, storeConnection } from '../../shared/dynamo/connections.ts';
import { connectionKey } from '../../shared/dynamo/keys.ts';
import { createAccount, createStranger, type Person } from '../../test/accounts.ts';
import { connectEvent, disconnectEvent, messageEvent, sessionOf } from '../../test/socket-events.ts';
import { allItems } from '../../test/table.ts';
import { forged, resigned, unsigned } from '../../test/tokens.ts';
import { handler as connect } from './connect.ts';
import { handler as answer } from './default.ts';
import { handler as disconnect } from './disconnect.ts';

let ann: Person;

beforeAll(async () => {
  ann = await createStranger();
});

const connectionIdsOf = async ({ uuid }: { uuid: string }) =>
  (await listConnections(uuid)).map(({ connection_id }) => connection_id);

describe('opening', () => {
  test('accepts a token after cruddur.v1 and returns cruddur.v1 alone', async () => {
    const id = randomUUID();
    expect(await connect(connectEvent(id, ['cruddur.v1', ann.token]))).toEqual({
      statusCode: 200,
      headers: { 'Sec-WebSocket-Protocol': 'cruddur.v1' },
    });
    expect(await connectionIdsOf(ann)).toEqual([id]);
  });

  test('accepts header names in lower case', async () => {
    const event = {
      ...connectEvent('small', []),
      headers: { 'sec-websocket-protocol': `cruddur.v1,${ann.token}` },
    };
    expect((await connect(event)).statusCode).toBe(200);
  });

  test('any invalid token is a 401 and stores nothing', async () => {
    const before = await allItems();
    const past = Math.floor(Date.now() / 1000) - 60;
    const offers = {
      nothing: [],
      'no token': ['cruddur.v1'],
      'an empty token': ['cruddur.v1', ''],
      'no subprotocol': [ann.token],
      'another subprotocol': ['cruddur.v2', ann.token],
      'the token first': [ann.token, 'cruddur.v1'],
      'no token at all': ['cruddur.v1', 'token'],
      expired: ['cruddur.v1', resigned(ann.token, { exp: past })],
      'of another client': ['cruddur.v1', resigned(ann.token, { client_id: 'another' })],
      'of another user pool': ['cruddur.v1', resigned(ann.token, { iss: 'http://127.0.0.1:1/another' })],
      'an id token': ['cruddur.v1', ann.idToken],
      forged: ['cruddur.v1', forged(ann.token)],
      unsigned: ['cruddur.v1', unsigned(ann.token)],
    };
    for (const [name, offer] of Object.entries(offers)) {
      expect([name, await connect(connectEvent(randomUUID(), offer))]).toEqual([name, { statusCode: 401 }]);
    }
    expect(await allItems()).toEqual(before);
  });

  test('ignores a token in the query string or in another header', async () => {
    const event = connectEvent(randomUUID(), ['cruddur.v1']);
    Object.assign(event, { queryStringParameters: { token: ann.token } });
    Object.assign(event.headers ?? {}, { Authorization: `Bearer ${ann.token}` });
    expect((await connect(event)).statusCode).toBe(401);
  });

  test('refuses an account without a user and stores nothing', async () => {
    const before = await allItems();
    const { token } = await createAccount('nobody');
    expect((await connect(connectEvent(randomUUID(), ['cruddur.v1', token]))).statusCode).toBe(409);
    expect(await allItems()).toEqual(before);
  });

  test('is idempotent for the same connection', async () => {
    const ben = await createStranger();
    for (let time = 0; time < 3; time++) await connect(connectEvent('again', ['cruddur.v1', ben.token]));
    expect(await connectionIdsOf(ben)).toEqual(['again']);
  });

  test('beyond the limit deletes both items of the oldest connections', async () => {
    const ben = await createStranger();
    const ids = Array.from({ length: CONNECTIONS_MAX + 3 }, (_, n) => `${ben.uuid} ${n}`);
    for (const id of ids.slice(0, -1)) await storeConnection(ben.uuid, id, sessionOf(ben));
    await connect(connectEvent(ids.at(-1) as string, ['cruddur.v1', ben.token]));
    expect(await connectionIdsOf(ben)).toEqual(ids.slice(3).reverse());
    const items = (await allItems()).filter(({ user_uuid }) => user_uuid === ben.uuid);
    expect(items).toHaveLength(2 * CONNECTIONS_MAX);
  });

  test('a connection expires ten minutes after API Gateway closes it', async () => {
    const ben = await createStranger();
    await connect(connectEvent('lives', ['cruddur.v1', ben.token]));
    const items = (await allItems()).filter(({ user_uuid }) => user_uuid === ben.uuid);
    for (const { expires_at, connected_at } of items) {
      expect(expires_at).toBe(Math.ceil(Date.parse(String(connected_at)) / 1000) + 7800);
    }
    expect(items).toHaveLength(2);
  });

  test('does not list a connection of an earlier version, without trust', async () => {
    const ben = await createStranger();
    const expires_at = Date.now() / 1000 + 600;
    const Item = { ...connectionKey(ben.uuid, 'old'), user_uuid: ben.uuid, expires_at };
    await documents.send(new PutCommand({ TableName: tableName, Item }));
    expect(await connectionIdsOf(ben)).toEqual([]);
  });
});

describe('closing', () => {
  test('finds a connection by its id alone and keeps the others', async () => {
    const [ben, cat] = await Promise.all([createStranger(), createStranger()]);
    for (const id of ['ben 1', 'ben 2']) await connect(connectEvent(id, ['cruddur.v1', ben.token]));
    await connect(connectEvent('cat 1', ['cruddur.v1', cat.token]));
    expect(await disconnect(disconnectEvent('ben 1'))).toEqual({ statusCode: 200 });
    expect(await connectionIdsOf(ben)).toEqual(['ben 2']);
    expect(await connectionIdsOf(cat)).toEqual(['cat 1']);
  });

  test('deletes all items; closing twice or an unknown connection does nothing', async () => {
    const before = await allItems();
    await connect(connectEvent('brief', ['cruddur.v1', ann.token]));
    for (const id of ['brief', 'brief', 'never']) {
      expect((await disconnect(disconnectEvent(id))).statusCode).toBe(200);
    }
    expect(await allItems()).toEqual(before);
  });
});

describe('a message from the client', () => {
  test('a ping is answered with a pong', async () => {
    await connect(connectEvent('alive', ['cruddur.v1', ann.token]));
    const { statusCode, body } = await answer(messageEvent('alive', '{"action":"ping"}'));
    expect([statusCode, JSON.parse(body ?? '')]).toEqual([200, { type: 'pong' }]);
  });

  test('a ping over a forgotten connection is told to reconnect', async () => {
    await connect(connectEvent('forgotten', ['cruddur.v1', ann.token]));
    await disconnect(disconnectEvent('forgotten'));
    const { statusCode, body } = await answer(messageEvent('forgotten', '{"action":"ping"}'));
    expect([statusCode, JSON.parse(body ?? '')]).toEqual([200, { type: 'unknown' }]);
  });

  test.each([
    '',
    'ping',
    'null',
    '[]',
    '7',
    '"ping"',
    '{"action":"pong"}',
    '{"action":["ping"]}',
    '{"ping":1}',
    '{',
  ])('%j is ignored', async (body) => {
    await connect(connectEvent('talks', ['cruddur.v1', ann.token]));
    expect(await answer(messageEvent('talks', body))).toEqual({ statusCode: 200 });
  });
});
