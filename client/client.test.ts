import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { handler as exportMe } from '../services/messaging/export-me.ts';
import { handler as listMessageGroups } from '../services/messaging/list-message-groups.ts';
import { handler as listMessages } from '../services/messaging/list-messages.ts';
import { handler as markRead } from '../services/messaging/mark-read.ts';
import { handler as sendMessage } from '../services/messaging/send-message.ts';
import { handler as project } from '../services/stream/project.ts';
import { handler as getMe } from '../services/users/get-me.ts';
import { handler as getUserShort } from '../services/users/get-user-short.ts';
import { messageGroupUuid } from '../shared/dynamo/keys.ts';
import { createPerson, type Person } from '../test/accounts.ts';
import { storeText } from '../test/conversations.ts';
import { startProjection } from '../test/projection.ts';
import { type ServedApi, serveApi } from '../test/serve-api.ts';
import { createClient } from './client.ts';
import { ApiError, Unreachable } from './errors.ts';

let served: ServedApi;
let ann: Person;
let ben: Person;

beforeAll(async () => {
  served = await serveApi({
    exportMe,
    listMessageGroups,
    listMessages,
    markRead,
    sendMessage,
    getMe,
    getUserShort,
  });
  [ann, ben] = await Promise.all([createPerson('client_ann'), createPerson('client_ben')]);
});
afterAll(() => served.close());

const clientOf = ({ token }: Person, more: Partial<Parameters<typeof createClient>[0]> = {}) =>
  createClient({ baseUrl: served.url, token: async () => token, ...more });

test('a call returns the body that the contract promises', async () => {
  expect(await clientOf(ann).getMe()).toMatchObject({ uuid: ann.uuid, handle: 'client_ann' });
});

test('a refused call throws the codes of the problem document', async () => {
  const refused = await clientOf(ann)
    .sendMessage({ body: { message: ' ', handle: 'client_ben' } })
    .catch((error) => error);
  expect(refused).toBeInstanceOf(ApiError);
  expect(refused).toMatchObject({ status: 422, codes: ['message_blank'], requestId: expect.any(String) });
});

test('pagination reads a list page by page to its end', async () => {
  for (let index = 0; index < 5; index++) await storeText(ann, ben, `text ${index}`, Date.now() + index);
  const params = { message_group_uuid: messageGroupUuid(ann.uuid, ben.uuid) };
  const texts = [];
  for await (const { message } of clientOf(ben).listMessages.all({ params, query: { limit: 2 } }))
    texts.push(message);
  expect(texts.sort()).toEqual(['text 0', 'text 1', 'text 2', 'text 3', 'text 4']);
  const page = await clientOf(ben).listMessages.page({ params, query: { limit: 2 } });
  expect(page.items.map(({ message }) => message)).toEqual(['text 3', 'text 4']);
  expect(page.next?.query).toEqual({ limit: '2', before: page.items[0]?.cursor });
});

test('JSON lines are read page by page to their end', async () => {
  const cem = await createPerson('client_cem');
  const start = Date.now() - 1_000_000;
  // More than one page of 256 KB.
  for (let n = 0; n < 130; n++) await storeText(cem, ben, `${n} ${'𠮷'.repeat(600)}`, start + n * 1_000);
  const first = await clientOf(cem).exportMe.page();
  expect(first.items[0]).toMatchObject({ type: 'profile', handle: 'client_cem' });
  expect(first.next).toBeDefined();
  const numbers = [];
  for await (const line of clientOf(cem).exportMe.all())
    if (line.type === 'message') numbers.push(Number.parseInt(line.message, 10));
  expect(numbers).toEqual(Array.from({ length: 130 }, (_, n) => n));
});

test('a send is retried until an answer arrives, and stored once', async () => {
  let tries = 0;
  const lossy: typeof fetch = async (...sent) => {
    const response = await fetch(...sent);
    tries += 1;
    if (tries < 3) throw new TypeError('the connection was lost');
    return response;
  };
  const sent = await clientOf(ann, { fetch: lossy }).send({ message: 'once only', handle: 'client_ben' });
  expect(tries).toBe(3);
  const params = { message_group_uuid: sent.message_group_uuid };
  const stored = [];
  for await (const { message } of clientOf(ben).listMessages.all({ params })) stored.push(message);
  expect(stored.filter((message) => message === 'once only')).toHaveLength(1);
});

test('a refused token is renewed once; the callback learns which one was refused', async () => {
  const asked: (string | undefined)[] = [];
  const token = async (refused?: string) => {
    asked.push(refused);
    return refused ? ann.token : 'not.a.token';
  };
  expect(await createClient({ baseUrl: served.url, token }).getMe()).toMatchObject({ uuid: ann.uuid });
  expect(asked).toEqual([undefined, 'not.a.token']);
  const neverGood = createClient({ baseUrl: served.url, token: async () => 'not.a.token' });
  await expect(neverGood.getMe()).rejects.toMatchObject({ status: 401, codes: ['unauthenticated'] });
});

test('an anonymous request carries no token', async () => {
  const withoutToken: typeof fetch = (input, init) => {
    expect(init?.headers).not.toHaveProperty('authorization');
    return fetch(input, init);
  };
  const params = { handle: '@client_ben' };
  const found = await clientOf(ann, { fetch: withoutToken }).getUserShort({ params, anonymous: true });
  expect(found.handle).toBe('client_ben');
});

test.each([
  ['nothing listens', () => fetch('http://127.0.0.1:1/')],
  ['a gateway answers 502', async () => new Response('', { status: 502 })],
  ['a page of somebody else answers 200', async () => new Response('<html>')],
])('when %s, the API is unreachable', async (_, answer) => {
  const heard: boolean[] = [];
  const api = clientOf(ann, { fetch: answer, onReachable: (reachable) => heard.push(reachable) });
  await expect(api.getMe()).rejects.toBeInstanceOf(Unreachable);
  expect(heard).toEqual([false]);
});

test('an aborted request rejects with the reason of the abort', async () => {
  const reason = new Error('changed my mind');
  await expect(clientOf(ann).getMe({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
});

test("the client's clock follows the API's when the two differ", async () => {
  const ahead = 3_600_000;
  const telling: typeof fetch = async (...sent) => {
    const response = await fetch(...sent);
    const headers = new Headers(response.headers);
    headers.set('date', new Date(Date.now() + ahead).toUTCString());
    return new Response(response.body, { status: response.status, headers });
  };
  const api = clientOf(ann, { fetch: telling });
  await api.getMe();
  expect(Math.abs(api.now() - Date.now() - ahead)).toBeLessThan(2_000);
});

test('the bot of the README answers unread messages', async () => {
  await clientOf(ben).send({ message: 'Hello bot', handle: 'client_ann' });
  const projection = await startProjection(project);
  await projection.drained();
  await projection.stop();
  const bot = join(import.meta.dirname, 'echo-bot.ts');
  await promisify(execFile)(process.execPath, [bot], {
    env: { ...process.env, CRUDDUR_API: served.url, CRUDDUR_TOKEN: ann.token },
  });
  const params = { message_group_uuid: messageGroupUuid(ann.uuid, ben.uuid) };
  const [newest] = await clientOf(ben).listMessages({ params, query: { limit: 1 } });
  expect(newest).toMatchObject({ message: 'You said: Hello bot', handle: 'client_ann' });
  expect(await readFile(join(import.meta.dirname, 'README.md'), 'utf8')).toContain(
    await readFile(bot, 'utf8'),
  );
});
