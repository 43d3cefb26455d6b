import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PartFailed } from './errors.ts';
import { type Keys, postgresRoles } from './keys.ts';
import type { PostgresAccount } from './postgres-account.ts';
import { database } from './settings.ts';

const { superuser, master, functions } = postgresRoles;

/**
 * Gives a data directory the roles of RDS, with passwords, and denies all other access. Migrates data of earlier
 * versions, which let everyone in as the superuser `cruddur`: their tables go to the master. Runs the server in
 * single-user mode, before any connection is possible.
 *
 * @throws PartFailed
 */
export async function secure(
  { postgres, account, dataDir }: Server,
  passwords: Keys['postgres'],
): Promise<void> {
  const rules = join(dataDir, 'pg_hba.conf');
  const wanted = admittance(passwords);
  if ((await readFile(rules, 'utf8')) === wanted) return;
  const run: Run = (name, statements) => runSingle({ postgres, account, dataDir }, name, statements);
  const databases = await run('postgres', [...roles(passwords), 'select datname from pg_database']);
  if (databases.includes(`datname = "${database}"`)) await run(database, ownership);
  // Written last, since it marks the migration as done; in place, to keep its owner.
  await writeFile(rules, wanted);
}

interface Server {
  postgres: string;
  account: PostgresAccount;
  dataDir: string;
}

/** The `pg_hba.conf` that requires a password for every connection. Its hash shows whether the passwords match the keys. */
function admittance(passwords: Keys['postgres']): string {
  const hash = createHash('sha256').update(JSON.stringify(passwords)).digest('hex');
  return `# Written by cruddur local up. Passwords: ${hash}
host all all 127.0.0.1/32 scram-sha-256
host all all ::1/128 scram-sha-256
`;
}

const roles = (passwords: Keys['postgres']) => [
  // A session cannot rename its own role.
  'create role renaming superuser',
  'set session authorization renaming',
  `do $$ begin
    if (select rolname = '${functions}' from pg_roles where oid = 10) then
      alter role ${functions} rename to ${superuser};
    end if;
  end $$`,
  `set session authorization ${superuser}`,
  'drop role renaming',
  ...[master, functions, 'rds_iam'].map(
    (role) => `do $$ begin create role ${role}; exception when duplicate_object then null; end $$`,
  ),
  `alter role ${superuser} password '${passwords.superuser}'`,
  `alter role ${master} login createdb createrole password '${passwords.master}'`,
  `alter role ${functions} login password '${passwords.functions}'`,
  `grant rds_iam to ${master} with admin option`,
  `grant ${functions}, pg_monitor, pg_signal_backend to ${master}`,
];

const ownership = [
  `alter database ${database} owner to ${master}`,
  `do $$ declare it record; begin
    for it in select oid::regclass as name from pg_class
      where relnamespace = 'public'::regnamespace and relkind in ('r', 'v', 'S') and relowner = 10
    loop execute format('alter table %s owner to ${master}', it.name); end loop;
  end $$`,
];

type Run = (databaseName: string, statements: string[]) => Promise<string>;

async function runSingle({ postgres, account, dataDir }: Server, name: string, statements: string[]) {
  // Statements contain passwords, so they are not logged.
  const settings = { log_min_error_statement: 'panic', timezone: 'UTC', log_timezone: 'UTC' };
  const options = Object.entries(settings).flatMap((setting) => ['-c', setting.join('=')]);
  const {
    file,
    args,
    account: ids,
  } = account.run(postgres, ['--single', '-j', '-D', dataDir, ...options, name]);
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const child = execFile(
    file,
    args,
    { env: { LC_ALL: 'C', TZ: 'UTC' }, cwd: '/', ...ids },
    (error, out, err) => {
      const failure = /(?:ERROR|FATAL|PANIC): .*/.exec(err)?.[0] ?? error?.message;
      if (failure) reject(new PartFailed('postgres', `its data cannot be secured: ${failure}`));
      else resolve(out);
    },
  );
  // With -j an empty line terminates a statement.
  child.stdin?.end(statements.map((statement) => `${statement};\n\n`).join(''));
  return promise;
}
