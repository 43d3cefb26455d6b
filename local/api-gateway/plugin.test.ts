import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { claimPort } from '../port.ts';
import { root } from '../settings.ts';

/** The real `serverless offline`, with functions that fail in every way. */

const handlers = {
  // Loads a part of Node lazily, as a bundle may.
  well: `async () => (await import('node:path')) && ({ statusCode: 201, headers: { 'x-own': 'yes' }, body: '{"well":true}' })`,
  nothing: 'async () => {}',
  'no-answer': `async () => ({ statusCode: 'fine', body: {} })`,
  throws: `async () => { throw new Error('a secret of the stack'); }`,
  exits: 'async () => process.exit(3)',
  // Throws outside of the call, as an event emitter without a listener does.
  bursts: `() => new Promise(() => setTimeout(() => { throw new Error('burst'); }))`,
  hangs: 'async () => new Promise(() => {})',
  loops: 'async () => { for (;;); }',
  socket: `async ({ body }) => ({ statusCode: 200, body: body ?? '' })`,
};
const broken = `throw new Error('cannot be loaded')`;

let folder: string;
let service: ChildProcess;
const [httpPort, lambdaPort, websocketPort] = await Promise.all(
  [0, 0, 0].map((port) => claimPort('test', port)),
);
const printed: string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cruddur-gateway-'));
  await mkdir(join(folder, 'service'));
  await symlink(join(root, 'local/api-gateway'), join(folder, 'service/api-gateway'));
  const write = (name: string, text: string) => writeFile(join(folder, 'service', name), text);
  await write('package.json', '{}');
  await write('serverless.yml', JSON.stringify(definition()));
  await write('broken.cjs', broken);
  for (const [name, handler] of Object.entries(handlers)) {
    await write(`${name}.cjs`, `exports.handler = ${handler};`);
  }
  service = spawn(
    process.execPath,
    [join(root, 'node_modules/serverless/bin/serverless.js'), 'offline', 'start'],
    {
      cwd: join(folder, 'service'),
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  for (const output of [service.stdout, service.stderr])
    output?.on('data', (text) => printed.push(String(text)));
  await until(async () => (await get('/well')).status === 201);
}, 60_000);

afterAll(async () => {
  if (service.exitCode === null) {
    service.kill('SIGTERM');
    await once(service, 'exit');
  }
  await rm(folder, { recursive: true });
});

function definition() {
  const http = [...Object.keys(handlers), 'broken'].filter((name) => name !== 'socket');
  const functions = http.map((name) => [
    name.replace('-', ''),
    { handler: `${name}.handler`, events: [{ httpApi: `GET /${name}` }] },
  ]);
  const events = ['$connect', '$disconnect', '$default'].map((route) => ({
    websocket: { route, ...(route === '$default' && { routeResponseSelectionExpression: '$default' }) },
  }));
  return {
    service: 'probe',
    plugins: ['./api-gateway/plugin.ts', 'serverless-offline'],
    provider: { name: 'aws', runtime: 'nodejs24.x', stage: 'local', timeout: 1 },
    custom: { 'serverless-offline': { host: '127.0.0.1', httpPort, lambdaPort, websocketPort } },
    functions: { ...Object.fromEntries(functions), socket: { handler: 'socket.handler', events } },
  };
}

const internalServerError = {
  status: 500,
  type: 'application/json',
  body: '{"message":"Internal Server Error"}',
};

test('passes an answer through unchanged', async () => {
  const { status, headers, body } = await get('/well');
  expect({ status, own: headers['x-own'], body }).toEqual({ status: 201, own: 'yes', body: '{"well":true}' });
});

test('answers 200 and null if nothing is returned', async () => {
  expect(await told('/nothing')).toEqual({ status: 200, type: 'application/json', body: 'null' });
});

test.each([
  ['throws', '/throws'],
  ['cannot be loaded', '/broken'],
  ['returns what is no answer', '/no-answer'],
  ['runs out of time', '/hangs'],
])('a function that %s is answered 500, without the reason', async (_, path) => {
  expect(await told(path)).toEqual(internalServerError);
  expect((await get('/well')).status).toBe(201);
});

test.each([
  ['ends its process', '/exits'],
  ['throws behind its back', '/bursts'],
  ['never gives the thread back', '/loops'],
])('a function that %s is answered 500 and logged, and the others keep running', async (_, path) => {
  const before = printed.length;
  expect(await told(path)).toEqual(internalServerError);
  await until(async () => (await get('/well')).status === 201);
  expect(printed.slice(before).join('')).toMatch(/crashed|timed out/);
});

test('answers hundreds of concurrent requests', async () => {
  const answers = await Promise.all(Array.from({ length: 300 }, () => get('/well')));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
});

test('answers hundreds of handshakes at once, with one thread of functions', async () => {
  const sockets = Array.from({ length: 200 }, () => new WebSocket(`ws://127.0.0.1:${websocketPort}`));
  await Promise.all(sockets.map((socket) => once(socket, 'open')));
  for (const socket of sockets) socket.close();
  // A thread for each handshake took 6.6 GB.
  expect(peakMemoryMb(service.pid)).toBeLessThan(1_000);
});

describe('a frame of a client', () => {
  test.each([
    ['text that is no UTF-8', Buffer.from([0x81, 0x82, 0, 0, 0, 0, 0xc3, 0x28]), 1007],
    ['a reserved bit', Buffer.from([0xf1, 0x81, 0, 0, 0, 0, 0x61]), 1002],
  ])('with %s closes its connection and no other', async (_, frame, code) => {
    const sound = new WebSocket(`ws://127.0.0.1:${websocketPort}`);
    await once(sound, 'open');
    expect(await closeCodeAfter(frame)).toBe(code);
    sound.send('still here');
    const [{ data }] = (await once(sound, 'message')) as [MessageEvent];
    expect(data).toBe('still here');
    sound.close();
    expect(service.exitCode).toBeNull();
  });
});

function peakMemoryMb(pid = 0): number {
  const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) / 1024;
}

interface Answer {
  status: number | undefined;
  headers: NodeJS.Dict<string | string[]>;
  body: string;
}

function get(path: string): Promise<Answer> {
  return new Promise((resolve) => {
    const sent = request({ host: '127.0.0.1', port: httpPort, path, agent: false }, async (response) => {
      const chunks = await response.toArray();
      resolve({
        status: response.statusCode,
        headers: response.headers,
        body: Buffer.concat(chunks).toString(),
      });
    });
    sent.on('error', () => resolve({ status: undefined, headers: {}, body: '' }));
    sent.end();
  });
}

async function told(path: string) {
  const { status, headers, body } = await get(path);
  return { status, type: String(headers['content-type']).split(';')[0], body };
}

/** Opens a raw connection, since libraries do not send broken frames. */
function closeCodeAfter(frame: Buffer): Promise<number> {
  return new Promise((resolve, reject) => {
    const upgrade = request({
      host: '127.0.0.1',
      port: websocketPort,
      headers: {
        connection: 'Upgrade',
        upgrade: 'websocket',
        'sec-websocket-version': '13',
        'sec-websocket-key': Buffer.alloc(16, frame).toString('base64'),
      },
    });
    upgrade.on('error', reject);
    upgrade.on('upgrade', (_response, socket) => {
      socket.on('data', (data) => {
        if (((data[0] ?? 0) & 0x0f) === 8) resolve(data.readUInt16BE(2));
      });
      socket.write(frame);
    });
    upgrade.end();
  });
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + 50_000; !(await condition()); await pause(50)) {
    if (Date.now() > deadline) throw new Error(`It did not come true: ${condition}\n${printed.join('')}`);
  }
}
