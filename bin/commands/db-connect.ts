import { spawn } from 'node:child_process';
import { CommandFailed } from '../errors.ts';
import { postgresUrl } from '../stage.ts';

/** Hands the terminal to psql. The address goes by the environment: arguments can be read by everybody here. */
export async function connect(): Promise<void> {
  const { hostname, port, username, password, pathname } = new URL(postgresUrl());
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  // psql uses Ctrl-C to cancel a statement, so it must not end us.
  process.on('SIGINT', () => {});
  spawn('psql', {
    stdio: 'inherit',
    env: {
      ...process.env,
      PGHOST: hostname,
      PGPORT: port || '5432',
      PGUSER: decodeURIComponent(username),
      PGPASSWORD: decodeURIComponent(password),
      PGDATABASE: decodeURIComponent(pathname.slice(1)),
    },
  })
    .once('error', (cause) => reject(new CommandFailed('psql is not installed on this machine.', { cause })))
    .once('exit', (code) => resolve(code ?? 1));
  process.exitCode = (await promise) === 0 ? 0 : 1;
}
