import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../local/settings.ts';
import { cruddur, cruddurUnread } from '../test/cruddur.ts';

const folder = mkdtempSync(join(tmpdir(), 'cruddur-cli-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('a wrong argument ends with status 2', async () => {
  const { status, stdout, stderr } = await cruddur(['ddb', 'drop']);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toContain("missing required argument 'table'");
});

test('help ends with status 0', async () => {
  const { status, stdout } = await cruddur(['--help']);
  expect(status).toBe(0);
  expect(stdout).toContain('Usage: cruddur');
});

test('the version includes the commit', async () => {
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], {
    cwd: root,
    encoding: 'utf8',
  }).trim();
  const { status, stdout } = await cruddur(['--version']);
  expect(status).toBe(0);
  expect(stdout).toMatch(new RegExp(`^\\d+\\.\\d+\\.\\d+ \\(${commit}(, changed)?\\)\n$`));
});

test('a failed command ends with status 1 and says why', async () => {
  const { status, stdout, stderr } = await cruddur(['local', 'code', 'nobody@example.com'], {
    CRUDDUR_DATA: folder,
  });
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  expect(stderr).toBe('No confirmation code was sent to nobody@example.com.\n');
});

test('the status of a stopped cloud lists stopped parts and ends with status 1', async () => {
  const { status, stdout } = await cruddur(['local', 'status'], { CRUDDUR_DATA: folder });
  expect(status).toBe(1);
  expect(stdout).toMatch(/^postgres +stopped/m);
});

test('stopping a stopped cloud succeeds at once', async () => {
  const { status, stdout } = await cruddur(['local', 'down'], { CRUDDUR_DATA: folder });
  expect({ status, stdout }).toEqual({ status: 0, stdout: 'The local cloud is not running.\n' });
});

test('a reset without a terminal needs --yes', async () => {
  const { status, stderr } = await cruddur(['local', 'reset', '--data', folder]);
  expect(status).toBe(1);
  expect(stderr).toContain('pass --yes');
});

test('a reset deletes the checkpoint of an interrupted rebuild', async () => {
  const data = join(folder, 'data');
  mkdirSync(data);
  writeFileSync(join(data, 'rebuild-local.json'), '{"pk":"MSG#z","sk":"z"}');
  expect((await cruddur(['local', 'reset', '--yes', '--data', data])).status).toBe(0);
  expect(existsSync(data)).toBe(false);
});

test('a deletion in prod without a terminal needs --yes', async () => {
  const { status, stderr } = await cruddur(['ddb', 'drop', 'cruddur-messages', '--stage', 'prod']);
  expect(status).toBe(1);
  expect(stderr).toContain('This deletes the table cruddur-messages with every message in prod. Continue?');
});

test('a command for a stage without credentials says so', async () => {
  const nowhere = { AWS_CONFIG_FILE: '/dev/null', AWS_SHARED_CREDENTIALS_FILE: '/dev/null' };
  const { status, stderr } = await cruddur(['db', 'sessions', '--stage', 'dev'], {
    ...nowhere,
    AWS_EC2_METADATA_DISABLED: 'true',
  });
  expect(status).toBe(1);
  expect(stderr).toContain('credentials');
});

test("psql on a stage signs in with an IAM token, and checks the server's certificate", async () => {
  const psql = join(folder, 'psql');
  writeFileSync(psql, '#!/bin/sh\nenv | grep ^PG', { mode: 0o755 });
  const { status, stdout } = await cruddur(['db', 'connect', '--stage', 'dev'], {
    PATH: `${folder}:${process.env.PATH}`,
    CRUDDUR_POSTGRES_URL: 'postgres://cruddur@db.example:5432/cruddur?sslmode=verify-full',
    AWS_ACCESS_KEY_ID: 'AKID',
    AWS_SECRET_ACCESS_KEY: 'secret',
    NODE_EXTRA_CA_CERTS: '/dev/null',
  });
  const settings = Object.fromEntries(stdout.split('\n').map((line) => line.split(/=(.*)/)));
  expect(settings).toMatchObject({
    PGHOST: 'db.example',
    PGUSER: 'cruddur',
    PGSSLMODE: 'verify-full',
    PGSSLROOTCERT: '/dev/null',
    PGPASSWORD: expect.stringMatching(/^db\.example:5432\/\?Action=connect&DBUser=cruddur&/),
  });
  expect(status).toBe(0);
});

test('with a closed stdout it ends with status 1 and prints no error', () => {
  expect(cruddurUnread(['--help'])).toEqual({ status: 1, stderr: '' });
});

test('it runs on its own Node through symlinks and from another folder', () => {
  symlinkSync(join(root, 'bin/cruddur'), join(folder, 'first'));
  symlinkSync('first', join(folder, 'second'));
  const { status, stdout } = spawnSync('./second', ['--help'], { cwd: folder, encoding: 'utf8' });
  expect(status).toBe(0);
  expect(stdout).toContain('Usage: cruddur');
});
