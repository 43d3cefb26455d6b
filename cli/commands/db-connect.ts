import { spawn } from 'node:child_process';
import { roleCredentials } from '../../shared/config.ts';
import { tokenFor } from '../../shared/postgres/client.ts';
import { CommandFailed } from '../errors.ts';
import { postgresUrl } from '../stage.ts';

/** Hands the terminal to psql. */
export async function connect(): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  // psql uses Ctrl-C to cancel a statement, so it must not end us.
  process.on('SIGINT', () => {});
  const settings = await settingsOf(new URL(postgresUrl()));
  spawn('psql', {
    stdio: 'inherit',
    env: { ...process.env, ...settings },
  })
    .once('error', (cause) => reject(new CommandFailed('psql is not installed on this machine.', { cause })))
    .once('exit', (code) => resolve(code ?? 1));
  process.exitCode = (await promise) === 0 ? 0 : 1;
}

/**
 * The address goes by the environment: arguments can be read by everybody here. One without a password belongs to a
 * stage, which lets in who has an IAM token; its certificate is checked against those that Node is told of.
 */
async function settingsOf(address: URL): Promise<NodeJS.ProcessEnv> {
  const { hostname, port, username, password, pathname, searchParams } = address;
  return {
    PGHOST: hostname,
    PGPORT: port || '5432',
    PGUSER: decodeURIComponent(username),
    PGPASSWORD: password === '' ? await tokenFor(address, roleCredentials) : decodeURIComponent(password),
    PGDATABASE: decodeURIComponent(pathname.slice(1)),
    PGSSLMODE: searchParams.get('sslmode') ?? process.env.PGSSLMODE,
    PGSSLROOTCERT: process.env.PGSSLROOTCERT ?? process.env.NODE_EXTRA_CA_CERTS,
  };
}
