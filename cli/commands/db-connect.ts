import { command } from '../command.ts';
import type { Database } from '../database/database.ts';
import { childEnvironment, environment } from '../environment.ts';
import { CommandFailed } from '../errors.ts';

export const dbConnect = command({
  description: 'open psql on the database',
  where: 'anywhere',
  stores: ['database'],
  examples: ['bin/cruddur db connect'],
  async run(_, { stores }) {
    const { spawn } = await import('node:child_process');
    const env = childEnvironment(await psqlSettings(stores.database));
    // psql uses Ctrl-C to cancel a statement, so it must not end us.
    process.on('SIGINT', () => {});
    const { promise, resolve, reject } = Promise.withResolvers<number | null>();
    spawn('psql', { stdio: 'inherit', env })
      .once('error', (cause) =>
        reject(new CommandFailed('psql is not installed. Install the PostgreSQL client.', { cause })),
      )
      .once('exit', resolve);
    const status = await promise;
    if (status !== 0) throw new CommandFailed(`psql ended with status ${status}.`);
  },
});

/**
 * Passes the address in the environment, since every account here can read arguments. An address without a password
 * belongs to a stage: it needs an IAM token, and its certificate is checked against `NODE_EXTRA_CA_CERTS`.
 */
async function psqlSettings({ url, credentials }: Database): Promise<Record<string, string | undefined>> {
  const { tokenFor } = await import('../../shared/postgres/client.ts');
  const address = new URL(url);
  const { hostname, port, username, password, pathname, searchParams } = address;
  return {
    PGHOST: hostname,
    PGPORT: port || '5432',
    PGUSER: decodeURIComponent(username),
    PGPASSWORD:
      password === '' && credentials ? await tokenFor(address, credentials) : decodeURIComponent(password),
    PGDATABASE: decodeURIComponent(pathname.slice(1)),
    PGSSLMODE: searchParams.get('sslmode') ?? environment.sslMode,
    PGSSLROOTCERT: environment.rootCertificates,
  };
}
