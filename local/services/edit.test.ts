import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { jest } from '@jest/globals';
import { testStores } from '../../test/stores.ts';
import { claimPort } from '../port.ts';
import { root } from '../settings.ts';
import type { HostSettings } from './host-settings.ts';

/** The edit loop of `npm start`, on a copy of the sources. */

const LIMIT_MS = 240_000;
jest.setTimeout(2 * LIMIT_MS);

const copy = mkdtempSync(join(tmpdir(), 'cruddur-edit-'));
const port = await claimPort('users', 0);
let host: ChildProcess;

beforeAll(async () => {
  for (const folder of ['services', 'shared'])
    cpSync(join(root, folder), join(copy, folder), { recursive: true, filter: isSource });
  cpSync(join(root, 'package.json'), join(copy, 'package.json'));
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  const stores = testStores();
  const settings: HostSettings = {
    root: copy,
    functions: join(copy, 'functions'),
    services: [
      {
        name: 'users',
        options: { httpPort: String(port), lambdaPort: String(await claimPort('functions', 0)) },
      },
    ],
  };
  host = spawn(process.execPath, [join(import.meta.dirname, 'host.ts'), JSON.stringify(settings)], {
    env: {
      PATH: process.env.PATH,
      CRUDDUR_DATA: join(copy, 'data'),
      CRUDDUR_LOCAL_KEY: stores.accessKeyId,
      CRUDDUR_DYNAMODB_ENDPOINT: stores.dynamodb,
      CRUDDUR_POSTGRES_URL: stores.postgresOfFunctions,
      CRUDDUR_COGNITO_ISSUER: stores.issuer,
    },
    stdio: 'ignore',
  });
});

afterAll(async () => {
  if (host.exitCode === null && host.kill()) await once(host, 'exit');
  rmSync(copy, { recursive: true });
});

const isSource = (path: string) => !/(^|\/)(\.|node_modules|dist|web\/src)/.test(relative(root, path));

test('a changed source answers without a restart', async () => {
  await until(async () => (await health()) === 'ok');
  edit((source) => source.replace("return { status: 'ok' }", "return { status: 'edited' } as never"));
  await until(async () => (await health()) === 'edited');
  edit((source) => source.replace("'edited'", "'edited again'"));
  await until(async () => (await health()) === 'edited again');
  expect(host.exitCode).toBeNull();
});

function edit(change: (source: string) => string): void {
  const file = join(copy, 'shared/edge/health.ts');
  writeFileSync(file, change(readFileSync(file, 'utf8')));
}

async function health(): Promise<string | undefined> {
  const response = await fetch(`http://127.0.0.1:${port}/api/health/users`).catch(() => undefined);
  return response?.ok ? (await response.json()).status : undefined;
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + LIMIT_MS; !(await holds()); await pause(50))
    if (Date.now() > deadline || host.exitCode !== null) throw new Error('It did not happen in time.');
}
