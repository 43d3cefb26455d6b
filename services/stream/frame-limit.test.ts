import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { jest } from '@jest/globals';
import { createExtra } from '../../test/accounts.ts';
import { stopClock } from '../../test/clock-stopped.ts';
import { messageEvent, sessionOf } from '../../test/socket-events.ts';

process.env.CRUDDUR_LIMITS = 'frames=5';
const closed: string[] = [];
const gateway = createServer((request, response) => {
  closed.push(`${request.method} ${request.url}`);
  response.writeHead(request.url?.includes('gone') ? 410 : 204).end();
});
await new Promise<void>((resolve) => gateway.listen(0, '127.0.0.1', resolve));
process.env.WEBSOCKET_ENDPOINT = `http://127.0.0.1:${(gateway.address() as AddressInfo).port}`;
const { handler: receive } = await import('./default.ts');
const { storeConnection } = await import('../../shared/dynamo/connections.ts');
const { metered } = await import('../../shared/edge/metering.ts');

afterAll(() => new Promise((resolve) => gateway.close(resolve)));
let goOn: (seconds: number) => void;
beforeEach(() => {
  goOn = stopClock();
  closed.length = 0;
});
afterEach(() => jest.restoreAllMocks());

const frame = async (id: string) => (await receive(messageEvent(id, '{"action":"ping"}'))).statusCode;

test('a connection with more frames a second than anybody needs is closed, no other one', async () => {
  const ann = await createExtra();
  for (const id of ['flood', 'other']) await storeConnection(ann.uuid, id, sessionOf(ann));
  const statuses = [];
  // The first frame is not counted: it tells that there is a second.
  for (let count = 0; count < 7; count++) statuses.push(await frame('flood'));
  expect(statuses).toEqual([200, 200, 200, 200, 200, 200, 429]);
  expect(closed).toEqual(['DELETE /@connections/flood']);
  expect(await frame('other')).toBe(200);
  goOn(1);
  expect(await frame('flood')).toBe(200);
});

test('a connection that is closed already is no failure', async () => {
  for (let count = 0; count < 7; count++) await frame('gone');
  expect(closed).toEqual(['DELETE /@connections/gone']);
});

test('a ping now and then costs no write', async () => {
  const ann = await createExtra();
  await storeConnection(ann.uuid, 'calm', sessionOf(ann));
  await metered(async (consumption) => {
    await frame('calm');
    goOn(1);
    await frame('calm');
    expect(consumption.writeUnits).toBe(0);
  });
});
