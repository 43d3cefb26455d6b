import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { answersHttp, type Child, untilReady } from '../../local/child.ts';
import { claimPort } from '../../local/port.ts';
import { startServices } from '../../local/services/start.ts';
import { defaultPorts, type LocalSettings, localSettings } from '../../local/settings.ts';
import { Frame } from '../../shared/contract/frames.ts';
import { tableName } from '../../shared/dynamo/client.ts';
import { listConnections } from '../../shared/dynamo/connections.ts';
import { markRead } from '../../shared/dynamo/read-marker.ts';
import { createStranger, type Person } from '../../test/accounts.ts';
import { createConversation, storeText } from '../../test/conversations.ts';
import { testStores } from '../../test/stores.ts';
import { resigned } from '../../test/tokens.ts';

/** The live path as in `cruddur local up`: functions, event source mapping, WebSockets. */

let data: string;
let address: string;
let service: Child;
const sockets: WebSocket[] = [];

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'cruddur-live-'));
  const settings = await ownSettings();
  address = `ws://127.0.0.1:${settings.ports['stream-sockets']}`;
  Object.assign(process.env, { CRUDDUR_MESSAGES_TABLE: tableName });
  service = await startServices(settings, undefined, ['stream']);
  await untilReady(service, () => answersHttp(`http://127.0.0.1:${settings.ports['stream-functions']}`));
  await warmUp();
}, 120_000);

afterAll(async () => {
  for (const socket of sockets) socket.close();
  await service?.stop();
  await rm(data, { recursive: true });
});

async function ownSettings(): Promise<LocalSettings> {
  const [functions, streamSockets] = await Promise.all([0, 0].map((port) => claimPort('stream', port)));
  const ports = { ...defaultPorts, 'stream-functions': functions, 'stream-sockets': streamSockets };
  const { dynamodb, cognito, issuer } = testStores();
  return {
    ...localSettings(ports as typeof defaultPorts, data, dynamodb),
    postgresUrl: process.env.POSTGRES_URL ?? '',
    cognitoEndpoint: cognito,
    cognitoIssuer: issuer,
  };
}

/** An open WebSocket with all frames received. */
interface Line {
  socket: WebSocket;
  received: unknown[];
  /** Resolves with the first frame that matches `part`. */
  heard(part: object): Promise<Frame>;
}

async function connect({ token }: { token: string }): Promise<Line> {
  const socket = new WebSocket(address, ['cruddur.v1', token]);
  sockets.push(socket);
  const received: unknown[] = [];
  socket.addEventListener('message', ({ data }) =>
    received.push(...data.split('\n').map((frame: string) => JSON.parse(frame))),
  );
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve);
    socket.addEventListener('error', () => reject(new Error('The WebSocket did not open.')));
  });
  const heard = (part: object) =>
    until(() => received.find((frame) => matches(frame, part)) as Frame | undefined);
  return { socket, received, heard };
}

/** Retries until the WebSocket opens, as a client does. */
const open = (person: Person) => until(() => connect(person).catch(() => undefined));

/** Polls until `condition` returns a value. */
async function until<T>(condition: () => T | Promise<T>, limit = 60_000): Promise<NonNullable<T>> {
  const deadline = Date.now() + limit;
  for (;;) {
    const found = await condition();
    if (found) return found;
    if (Date.now() > deadline) throw new Error(`It did not come about within ${limit} ms.`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

const matches = (value: unknown, part: object): boolean =>
  Object.entries(part).every(([name, wanted]) => {
    const found = (value as Record<string, unknown>)[name];
    return typeof wanted === 'object' && typeof found === 'object'
      ? matches(found, wanted)
      : found === wanted;
  });

/**
 * The mapping starts with records written after it found the stream, and functions have a cold start. So this sends
 * messages, each with a new WebSocket, until a frame arrives.
 */
async function warmUp(): Promise<void> {
  const { ann, ben } = await createConversation(['Hello'], createStranger);
  await until(async () => {
    const line = await open(ben);
    await storeText(ann, ben, 'warm-up');
    return until(() => line.received.length > 0, 2_000).catch(() => false);
  }, 60_000);
}

async function liveConversation() {
  const conversation = await createConversation(['first'], createStranger);
  return { ...conversation, line: await open(conversation.ben) };
}

test('a message and then its list row reach every tab of both members only', async () => {
  const { ann, ben, message_group_uuid, line } = await liveConversation();
  const eve = await createStranger();
  const [annsLine, secondTab, evesLine] = await Promise.all([open(ann), open(ben), open(eve)]);
  expect(annsLine.socket.protocol).toBe('cruddur.v1');
  await storeText(ann, ben, 'Can you hear me?');
  const everyTab = [annsLine, line, secondTab];
  for (const { heard } of everyTab) {
    const frame = await heard({
      type: 'message',
      message_group_uuid,
      message: { message: 'Can you hear me?' },
    });
    v.parse(Frame(), frame);
  }
  const row = { type: 'message_group', uuid: message_group_uuid, message: 'Can you hear me?' };
  v.parse(Frame(), await line.heard({ ...row, user_uuid: ann.uuid }));
  v.parse(Frame(), await annsLine.heard({ ...row, user_uuid: ben.uuid, unread_count: 0 }));
  expect(evesLine.received).toEqual([]);
});

test('reading on one device clears the badge on the other', async () => {
  const { ann, ben, message_group_uuid, line } = await liveConversation();
  const cursor = await storeText(ann, ben, 'read me');
  await line.heard({ type: 'message_group', message: 'read me' });
  await markRead(ben.uuid, message_group_uuid, cursor);
  await line.heard({ type: 'message_group', uuid: message_group_uuid, unread_count: 0 });
});

test('typing on one side is told on the other', async () => {
  const { ann, message_group_uuid, line } = await liveConversation();
  const { socket } = await open(ann);
  socket.send(JSON.stringify({ action: 'typing', message_group_uuid }));
  v.parse(Frame(), await line.heard({ type: 'typing', message_group_uuid, user_uuid: ann.uuid }));
});

test('without a valid token no WebSocket opens and nothing is stored', async () => {
  const ann = await createStranger();
  const expired = resigned(ann.token, { exp: 1 });
  for (const token of [expired, ann.idToken, 'nothing']) {
    await expect(connect({ token })).rejects.toThrow('did not open');
  }
  expect(await listConnections(ann.uuid)).toEqual([]);
});

test('answers a ping and ignores anything else', async () => {
  const { socket, received, heard } = await open(await createStranger());
  for (const text of ['hello', '{"action":"dance"}', '{"action":"ping"}']) socket.send(text);
  await heard({ type: 'pong' });
  expect(received).toEqual([{ type: 'pong' }]);
});

test('a WebSocket that closes is forgotten', async () => {
  const ann = await createStranger();
  const { socket } = await open(ann);
  expect(await listConnections(ann.uuid)).toHaveLength(1);
  socket.close();
  await until(async () => (await listConnections(ann.uuid)).length === 0);
});

test('the log has no token and no message text', async () => {
  const { ann, ben, line } = await liveConversation();
  await storeText(ann, ben, 'between us');
  await line.heard({ type: 'message', message: { message: 'between us' } });
  const log = await until(async () => {
    const text = await readFile(join(data, 'logs', 'services.log'), 'utf8');
    return text.includes('"operation":"push"') && text.includes('"operation":"connect"') ? text : undefined;
  });
  for (const secret of [ben.token, ben.token.split('.')[2] as string, 'between us', 'warm-up']) {
    expect(log).not.toContain(secret);
  }
});
