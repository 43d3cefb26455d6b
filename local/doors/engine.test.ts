import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { type Engine, startDynamodb } from '../dynamodb.ts';
import { environment } from '../environment.ts';
import { ensureKeys, keysFile } from '../keys.ts';
import { claimPort } from '../port.ts';
import { identityOf } from '../process-identity.ts';
import { findIsolation } from './isolation.ts';
import { authorizationOf } from './refusal.ts';

/** A real engine, and the attacks that a website or another account of the machine could try. */

const data = mkdtempSync(join(tmpdir(), 'cruddur-engine-'));
const { accessKeyId } = ensureKeys(data);
let engine: Awaited<ReturnType<typeof start>>;

beforeAll(async () => {
  engine = await start();
});
afterAll(async () => {
  await engine.stop();
  rmSync(data, { recursive: true });
});

const start = () =>
  startDynamodb({
    engine: environment.dynamodbEngine as Engine | undefined,
    dynamodbLocalDir: environment.dynamodbLocalDir,
    dataDir: undefined,
    keysFile: keysFile(data),
    logFile: join(data, 'dynamodb.log'),
  });

const listTables = {
  host: '127.0.0.1',
  authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20261126/local/dynamodb/aws4_request, SignedHeaders=host, Signature=0`,
  'x-amz-date': '20261126T000000Z',
  'content-type': 'application/x-amz-json-1.0',
  'x-amz-target': 'DynamoDB_20120810.ListTables',
};

test('answers a request with the key', async () => {
  expect(await send(listTables)).toContain('{"TableNames":[');
});

test.each<[string, Record<string, string>]>([
  ['a made-up key', { authorization: listTables.authorization.replace(accessKeyId, 'x') }],
  ['a key that is nearly right', { authorization: authorizationOf(`${accessKeyId.slice(0, -1)}x`) }],
  ['no key', { authorization: '' }],
  ['a website', { origin: 'https://evil.example' }],
  ['a page of this machine', { origin: 'http://localhost:3000' }],
  ['a name that leads here', { host: 'evil.example' }],
  ['two names', { 'host: evil.example\r\nHost': '127.0.0.1' }],
])('%s is refused', async (_, headers) => {
  const answer = await send({ ...listTables, ...headers });
  expect(answer).toMatch(/^HTTP\/1\.1 403 /);
  expect(answer).not.toContain('TableNames');
  expect(answer).not.toMatch(/access-control/i);
});

test('allows no CORS preflight', async () => {
  const preflight = {
    host: '127.0.0.1',
    origin: 'https://evil.example',
    'access-control-request-method': 'POST',
  };
  const answer = await send(preflight, 'OPTIONS');
  expect(answer).toMatch(/^HTTP\/1\.1 403 /);
  expect(answer).not.toMatch(/access-control/i);
});

test('input that is not HTTP, or never ends, does not reach the engine', async () => {
  expect(await raw('hello\r\n\r\n')).toMatch(/^HTTP\/1\.1 403 /);
  expect(await raw(`POST / HTTP/1.1\r\nx: ${'y'.repeat(40_000)}`)).toMatch(/^HTTP\/1\.1 403 /);
});

test('only the door is reachable, on every interface', async () => {
  if (!(await findIsolation())) return expect(process.platform).not.toBe('linux');
  expect(listening([engine.pid, ...childrenOf(engine.pid)])).toEqual([`0100007F:${hex(engine.port)}`]);
});

test('no process argument reveals the key', () => {
  const commands = [engine.pid, ...childrenOf(engine.pid)].map((pid) =>
    readFileSync(`/proc/${pid}/cmdline`, 'utf8'),
  );
  expect(commands.join()).not.toContain(accessKeyId);
});

test('engine and door end together', async () => {
  for (const victim of ['door', 'engine'] as const) {
    const other = await start();
    const [child = 0] = childrenOf(other.pid);
    process.kill(victim === 'door' ? other.pid : child, 'SIGKILL');
    await other.exited;
    await ended(child);
    expect(await claimPort('dynamodb', other.port)).toBe(other.port);
  }
});

function send(headers: Record<string, string>, method = 'POST'): Promise<string> {
  const body = method === 'POST' ? '{}' : '';
  const lines = Object.entries({ ...headers, 'content-length': String(body.length), connection: 'close' });
  return raw(`${method} / HTTP/1.1\r\n${lines.map((line) => `${line.join(': ')}\r\n`).join('')}\r\n${body}`);
}

/** The raw answer; empty if the connection ends without one. */
function raw(request: string): Promise<string> {
  const socket = connect(engine.port, '127.0.0.1');
  socket.on('error', () => {});
  socket.write(request);
  return text(socket).catch(() => '');
}

const childrenOf = (pid: number) =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number);

const hex = (port: number) => port.toString(16).toUpperCase().padStart(4, '0');

/** Listening addresses of processes in the network of this machine, in the format of /proc. */
function listening(pids: number[]): string[] {
  const inodes = pids.flatMap((pid) =>
    readdirSync(`/proc/${pid}/fd`).map(
      (fd) => /^socket:\[(\d+)\]$/.exec(linkOf(`/proc/${pid}/fd/${fd}`))?.[1],
    ),
  );
  const rows = ['tcp', 'tcp6'].flatMap((table) =>
    readFileSync(`/proc/self/net/${table}`, 'utf8').split('\n').slice(1),
  );
  const found = rows
    .map((row) => row.trim().split(/\s+/))
    .filter(([, , , state, , , , , , inode]) => {
      return state === '0A' && inodes.includes(inode);
    });
  return [...new Set(found.map(([, local = '']) => local))];
}

function linkOf(file: string): string {
  try {
    return readlinkSync(file);
  } catch {
    return '';
  }
}

async function ended(pid: number): Promise<void> {
  for (const deadline = Date.now() + 30_000; identityOf(pid) !== undefined; await pause(20))
    if (Date.now() > deadline) throw new Error(`Process ${pid} goes on.`);
}
