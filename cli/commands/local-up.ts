import { relative } from 'node:path';
import { ensureKeys } from '../../local/keys.ts';
import { host, type LocalSettings, localSettings, type Ports } from '../../local/settings.ts';
import type { Supervisor } from '../../local/supervisor.ts';
import { up } from '../../local/up.ts';
import { prepareData } from '../prepare-data.ts';
import { SAMPLE_PASSWORD, samplePeople } from '../sample/people.ts';
import { table } from '../text-table.ts';

/** Starts the local cloud, says where everything is, and stays until it is stopped. */
export async function localUp(options: { data?: string; port?: Ports }): Promise<void> {
  ensureKeys(localSettings(options.port, options.data).data);
  const settings = localSettings(options.port, options.data);
  const started = performance.now();
  await up(settings, prepareData(settings), (supervisor) => {
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    console.log(`\nCruddur Messaging is ready after ${seconds} s.\n${guide(settings, supervisor)}`);
  });
  console.log('Everything has stopped.');
}

function guide(settings: LocalSettings, { parts }: Supervisor): string {
  const order = Object.keys(settings.ports);
  const addresses = parts
    .toSorted((one, other) => order.indexOf(one.part) - order.indexOf(other.part))
    .map(({ part, url }) => [part, url]);
  const sockets = ['sockets', `ws://${host}:${settings.ports['stream-sockets']}`];
  const logs = ['logs', `${relative(process.cwd(), settings.logs) || '.'}/`];
  const people = samplePeople.map(({ handle, email }) => [handle, email, SAMPLE_PASSWORD]);
  return `
${table(['part', 'address'], [...addresses, sockets, logs])}

Sign in as:
${table(['handle', 'email', 'password'], people)}

An access token:  bin/cruddur local token bayko
Ctrl-C stops everything; the data stay until bin/cruddur local reset.
`;
}
