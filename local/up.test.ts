import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { jest } from '@jest/globals';
import { type Client, createClient } from '../client/client.ts';
import { cruddur, startCruddur } from '../test/cruddur.ts';
import { isFree } from '../test/ports.ts';
import { claimPort } from './port.ts';
import { identityOf } from './process-identity.ts';
import { defaultPorts, type Ports } from './settings.ts';
import type { CloudState } from './state.ts';

const data = mkdtempSync(join(tmpdir(), 'cruddur-up-'));
const ports = Object.fromEntries(
  await Promise.all(Object.keys(defaultPorts).map(async (name) => [name, await claimPort(name, 0)])),
) as Ports;
const moved = Object.entries(ports).flatMap(([name, port]) => ['--port', `${name}=${port}`]);
const env = { CRUDDUR_DATA: data };
/** A start of the cloud on a busy machine. */
const START_LIMIT = 240_000;
/** A stop of the cloud on a busy machine; afterwards it is killed. */
const END_LIMIT = 90_000;
const written = 'Written before the first stop';
jest.setTimeout(2 * START_LIMIT);

type Cloud = ReturnType<typeof startCruddur>;
let cloud: Cloud;
const clouds: Cloud[] = [];

// After a failed step too: a cloud that runs on would keep the tests from ending.
afterAll(async () => {
  await Promise.all(clouds.map(({ end }) => end(END_LIMIT)));
  await startCruddur(['local', 'down'], env).within(END_LIMIT);
  rmSync(data, { recursive: true, force: true });
});

test('a fresh start loads the sample data and shows every part', async () => {
  cloud = await start();
  const { status, stdout } = await cruddur(['local', 'status'], env);
  expect(stdout.match(/running/g)).toHaveLength(7);
  expect(status).toBe(0);
  expect(cloud.output()).toContain('bayko@example.com');
  const printed = [...cloud.output().matchAll(/(?:http|ws|postgres):\/\/[\w.]+:(\d+)/g)].map(([, port]) =>
    Number(port),
  );
  expect(new Set(printed).size).toBe(7);
  // Something listens at each address that is printed.
  for (const port of printed) expect([port, await isFree(port)]).toEqual([port, false]);
});

test('websites and callers without the key reach no function and no connection', async () => {
  const origin = 'https://evil.example';
  const ask = (port: number, path: string, method = 'POST', headers: Record<string, string> = {}) =>
    fetch(`http://127.0.0.1:${port}${path}`, { method, headers, ...(method === 'POST' && { body: '{}' }) });
  const invocation = '/2015-03-31/functions/cruddur-users-local-postConfirmation/invocations';
  const refused = await Promise.all([
    ask(ports['users-functions'], invocation),
    ask(ports['users-functions'], invocation, 'OPTIONS', { origin }),
    ask(ports['stream-sockets'], '/@connections/of-somebody'),
    ask(ports['stream-sockets'], '/%40connections/of-somebody'),
    ask(ports.dynamodb, '/'),
    ask(ports.cognito, '/', 'POST', { origin }),
    ask(ports.web, '/config.json', 'GET', { origin }),
  ]);
  expect(refused.map(({ status }) => status)).toEqual(refused.map(() => 403));
  const answered = await ask(ports.messaging, '/api/health/messaging', 'GET', { origin });
  expect(answered.status).toBe(200);
  // CORS allows the page's origin only, so the caller's is refused.
  expect(answered.headers.get('access-control-allow-origin')).toBe(`http://localhost:${ports.web}`);
  for (const { headers } of refused) expect(headers.get('access-control-allow-origin')).toBeNull();
});

test('the four patterns work over HTTP, and the stream updates the rows', async () => {
  const [bayko, londo] = [await token('bayko'), await token('londo')];
  const [group] = await apiOf(bayko).listMessageGroups();
  expect(group).toMatchObject({ handle: 'nwaliechinyere', unread_count: 0 });
  const params = { message_group_uuid: group?.uuid ?? '' };
  expect(await apiOf(bayko).listMessages({ params, query: { limit: 100 } })).toHaveLength(100);

  const { message_group_uuid } = await apiOf(londo).send({ handle: 'bayko', message: 'Hello' });
  await apiOf(londo).send({ message_group_uuid, message: written });
  const latest = await until(async () => {
    const [first] = await apiOf(bayko).listMessageGroups();
    return first?.message === written && first;
  });
  expect(latest).toMatchObject({ handle: 'londo', unread_count: 2 });
});

test('a person who signs up gets a code and becomes a user', async () => {
  const email = 'delenn@example.com';
  await userPool('SignUp', {
    ClientId: 'cruddurweb',
    Username: email,
    Password: 'Some-secret-1',
    UserAttributes: Object.entries({ email, preferred_username: 'delenn', name: 'Delenn' }).map(
      ([Name, Value]) => ({
        Name,
        Value,
      }),
    ),
  });
  const code = (await cruddur(['local', 'code', email], env)).stdout.trim();
  expect(code).toMatch(/^\d+$/);
  await userPool('ConfirmSignUp', { ClientId: 'cruddurweb', Username: email, ConfirmationCode: code });
  const access = (
    await cruddur(['local', 'token', 'delenn', '--password-stdin'], env, 'Some-secret-1\n')
  ).stdout.trim();
  expect(await apiOf(access, ports.users).getMe()).toMatchObject({
    handle: 'delenn',
    display_name: 'Delenn',
    email,
  });
});

test('the smoke test passes, leaves no account and prints no personal data', async () => {
  const before = await accountsOf();
  const { status, stdout, stderr } = await cruddur(['smoke'], env);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout.split('\n').slice(0, -1)).toEqual([
    'Postgres answers the users service.',
    'DynamoDB answers the messaging service.',
    'Two new accounts sign in.',
    'A token with a wrong signature is refused: the keys of the pool are reached.',
    'Both accounts become users.',
    'A WebSocket opens.',
    'A message is sent.',
    'The receiver has its group: the stream is read.',
    'The receiver got its frame.',
    'Both accounts are deleted.',
    expect.stringMatching(/^The users smoke_\w+ and smoke_\w+ and their one message stay stored/),
  ]);
  expect(stdout).not.toMatch(/eyJ|@|Smoke test/);
  expect(await accountsOf()).toEqual(before);
});

test('a second start reports that the cloud is running', async () => {
  const { status, stderr } = await cruddur(['local', 'up', ...moved], env);
  expect(status).toBe(1);
  expect(stderr).toContain(`The local cloud is already running (process ${cloud.pid})`);
});

test('refuses to delete the data of a running cloud', async () => {
  const { status, stderr } = await cruddur(['local', 'reset', '--yes'], env);
  expect(status).toBe(1);
  expect(stderr).toContain('bin/cruddur local down');
});

test.each([
  ['postgres', () => pidOf('postgres')],
  // Freezes the engine; its door process keeps running.
  ['dynamodb', () => childrenOf(pidOf('dynamodb'))[0] ?? 0],
])('a frozen %s is not shown as running', async (part, pidOfVictim) => {
  const pid = pidOfVictim();
  const { status, stdout } = await whileFrozen(pid, () => cruddur(['local', 'status'], env));
  expect(status).toBe(1);
  expect(stdout).toMatch(new RegExp(`^${part} +not answering`, 'm'));
});

test('the smoke test stops at the first failed check and reports its name and reason', async () => {
  const pid = childrenOf(pidOf('dynamodb'))[0] ?? 0;
  const outcome = await whileFrozen(pid, () => cruddur(['smoke'], env));
  expect(outcome).toEqual({
    status: 1,
    stdout: 'Postgres answers the users service.\n',
    stderr: 'Failed: DynamoDB answers the messaging service.\n503 store_unavailable\n',
  });
});

test.each(['services', 'cognito', 'postgres', 'dynamodb'])(
  'restarts %s after its end, and logs and shows it',
  async (part) => {
    const before = pidOf(part);
    process.kill(before, 'SIGKILL');
    await until(async () => cloud.output().includes(`${part} answers again.`));
    expect(cloud.output()).toContain(`${part} has ended by SIGKILL; restarting it (1 of 3).`);
    expect(pidOf(part)).not.toBe(before);
    // A part may still look for its neighbour that was restarted.
    const { stdout } = await until(async () => {
      const shown = await cruddur(['local', 'status'], env);
      return shown.status === 0 && shown;
    });
    expect(stdout).toMatch(/ 1$/m);
    const [first] = await apiOf(await token('bayko')).listMessageGroups();
    expect(first?.message).toBe(written);
  },
);

test('graceful shutdown: Ctrl-C stops everything and leaves no process', async () => {
  const processes = everyProcess();
  expect(processes.length).toBeGreaterThan(6);
  process.kill(cloud.pid, 'SIGINT');
  expect((await cloud.done).status).toBe(0);
  await untilGone(processes);
  expect(existsSync(join(data, 'cloud.json'))).toBe(false);
});

test('the next start finds the data again', async () => {
  cloud = await start();
  const [first] = await apiOf(await token('bayko')).listMessageGroups();
  expect(first).toMatchObject({ handle: 'londo', message: written, unread_count: 2 });
});

test('the next start stops the leftovers of a killed supervisor', async () => {
  const processes = everyProcess();
  process.kill(cloud.pid, 'SIGKILL');
  await cloud.done;
  expect(processes.filter(isAlive).length).toBeGreaterThan(5);
  const { status, stdout } = await cruddur(['local', 'status'], env);
  expect({ status, cognito: stdout }).toEqual({
    status: 0,
    cognito: expect.stringContaining(`running  http://127.0.0.1:${ports.cognito}`),
  });
  const spare = await claimPort('stream-sockets', 0);
  const busy = await listen(spare);
  await cruddur(['local', 'up', ...moved, '--port', `stream-sockets=${spare}`], env);
  busy.close();
  await untilGone(processes);
});

test('reports busy ports with their parts and the option that moves them, and starts nothing', async () => {
  const busy = await Promise.all([listen(ports.cognito), listen(ports['users-functions'])]);
  const { status, stderr } = await cruddur(['local', 'up', ...moved], env);
  for (const server of busy) server.close();
  expect(status).toBe(1);
  for (const part of ['cognito', 'users-functions'] as const) {
    expect(stderr).toContain(
      `${part}: port ${ports[part]} is in use; choose another with --port ${part}=PORT`,
    );
  }
  expect(existsSync(join(data, 'cloud.json'))).toBe(false);
});

test('reports a part that dies, and stops the others', async () => {
  cloud = startCloud();
  await until(async () => cloud.output().includes('✔ Stores'));
  const processes = everyProcess();
  process.kill(pidOf('cognito'), 'SIGKILL');
  const { status, stderr } = await cloud.done;
  expect(status).toBe(1);
  expect(stderr).toContain('cognito: it has ended by SIGKILL');
  expect(stderr).toContain('Cognito Local running on');
  await untilGone(processes);
});

test('the fourth end of a part within a minute ends the cloud with the reason', async () => {
  cloud = await start();
  const processes = everyProcess();
  for (const time of [1, 2, 3]) {
    process.kill(pidOf('web'), 'SIGKILL');
    await until(async () => cloud.output().match(/web answers again/g)?.length === time);
  }
  process.kill(pidOf('web'), 'SIGKILL');
  const { status, stderr } = await cloud.done;
  expect(status).toBe(1);
  expect(stderr).toContain('web: it keeps ending; web: it has ended by SIGKILL');
  await untilGone(processes);
});

test('leaves data of another Postgres version alone and stops the other parts', async () => {
  const other = join(data, 'other');
  mkdirSync(join(other, 'postgres'), { recursive: true });
  writeFileSync(join(other, 'postgres/PG_VERSION'), '16\n');
  const { status, stderr } = await cruddur(['local', 'up', '--data', other, ...moved]);
  expect(status).toBe(1);
  expect(stderr).toMatch(/postgres: \S+ holds data of Postgres 16, this is Postgres 18/);
  await untilFree('cognito', 'dynamodb');
});

test('says how to get a missing DynamoDB engine', async () => {
  const { status, stderr } = await cruddur(['local', 'up', ...moved], {
    ...env,
    CRUDDUR_DYNAMODB_ENGINE: 'dynamodb-local',
    DYNAMODB_LOCAL_DIR: '/nowhere',
  });
  expect(status).toBe(1);
  expect(stderr).toContain('dynamodb: dynamodb-local is not installed: put `dynoxide` on the PATH');
});

test('a reset deletes the data and nothing else', async () => {
  writeFileSync(join(data, 'mine'), '');
  const { status } = await cruddur(['local', 'reset', '--yes'], env);
  expect(status).toBe(0);
  expect(existsSync(join(data, 'postgres'))).toBe(false);
  expect(existsSync(join(data, 'mine'))).toBe(true);
});

function startCloud(): Cloud {
  const started = startCruddur(['local', 'up', ...moved], env);
  clouds.push(started);
  return started;
}

async function whileFrozen<T>(pid: number, work: () => Promise<T>): Promise<T> {
  process.kill(pid, 'SIGSTOP');
  try {
    return await work();
  } finally {
    process.kill(pid, 'SIGCONT');
  }
}

/** Starts the cloud; it is ready when it prints the sign-in. */
async function start(): Promise<Cloud> {
  const started = startCloud();
  await Promise.race([
    until(async () => started.output().includes('Stop with Ctrl-C.')),
    started.done.then(({ stdout, stderr }) => Promise.reject(new Error(stdout + stderr))),
  ]);
  return started;
}

async function until<T>(probe: () => Promise<T | false>, limit = START_LIMIT): Promise<T> {
  for (const deadline = Date.now() + limit; Date.now() < deadline; await pause(50)) {
    const found = await probe();
    if (found) return found;
  }
  throw new Error('It did not come true in time.');
}

async function token(handle: string): Promise<string> {
  const { status, stdout } = await cruddur(['local', 'token', handle], env);
  expect(status).toBe(0);
  return stdout.trim();
}

const accountsOf = async () => (await cruddur(['cognito', 'list-users', '--json'], env)).stdout;

const apiOf = (token: string, port: number = ports.messaging): Client =>
  createClient({ baseUrl: `http://127.0.0.1:${port}`, token: async () => token });

async function userPool(operation: string, body: object): Promise<void> {
  const response = await fetch(`http://127.0.0.1:${ports.cognito}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `AWSCognitoIdentityProviderService.${operation}`,
    },
    body: JSON.stringify(body),
  });
  expect({ operation, status: response.status }).toEqual({ operation, status: 200 });
}

const state = (): CloudState => JSON.parse(readFileSync(join(data, 'cloud.json'), 'utf8'));
const pidOf = (part: string) => state().parts.find((known) => known.part === part)?.pid ?? 0;

interface Known {
  pid: number;
  identity: string | undefined;
}

/** The parts and all of their descendants, in their process group or not. */
function everyProcess(): Known[] {
  const found = state().parts.map(({ pid }) => pid);
  for (const pid of found) found.push(...childrenOf(pid));
  return found.map((pid) => ({ pid, identity: identityOf(pid) }));
}

function childrenOf(pid: number): number[] {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
      .trim()
      .split(' ')
      .filter(Boolean)
      .map(Number);
  } catch {
    return [];
  }
}

/** A killed process ends when the kernel gets round to it. */
const untilGone = (processes: readonly Known[]) => until(async () => !processes.some(isAlive));

const untilFree = (...parts: (keyof typeof ports)[]) =>
  until(async () => (await Promise.all(parts.map((part) => isFree(ports[part])))).every(Boolean));

const isAlive = ({ pid, identity }: Known) => identity !== undefined && identityOf(pid) === identity;

function listen(port: number): Promise<Server> {
  return new Promise((resolve) => {
    const server = createServer().listen(port, '127.0.0.1', () => resolve(server));
  });
}
