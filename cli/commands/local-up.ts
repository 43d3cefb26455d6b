import { relative } from 'node:path';
import { ensureKeys } from '../../local/keys.ts';
import { parts } from '../../local/parts/all.ts';
import { type LocalSettings, localSettings, type Ports } from '../../local/settings.ts';
import { up } from '../../local/up.ts';
import { prepareData } from '../prepare-data.ts';
import { SAMPLE_PASSWORD, samplePeople } from '../sample/people.ts';
import { table } from '../text-table.ts';
import { trial } from '../trial.ts';

/** Starts the local cloud, says where everything is, and stays until it is stopped. */
export async function localUp(options: UpOptions): Promise<void> {
  ensureKeys(localSettings(options.port, options.data).data);
  const settings = {
    ...localSettings(options.port, options.data),
    webDevServer: options.devServer ?? false,
  };
  const started = performance.now();
  await up(settings, { data: prepareData(settings), trial: trial(settings) }, () => {
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    console.log(`\nCruddur Messaging is ready after ${seconds} s.\n${guide(settings)}`);
  });
  console.log('Everything has stopped.');
}

function guide(settings: LocalSettings): string {
  const addresses = parts.flatMap((part) => Object.entries(part.addresses(settings))).reverse();
  const logs = ['logs', `${relative(process.cwd(), settings.logs) || '.'}/`];
  const people = samplePeople.map(({ handle, email }) => [handle, email, SAMPLE_PASSWORD]);
  return `
${table(['part', 'address'], [...addresses, logs])}

Sign in as:
${table(['handle', 'email', 'password'], people)}

An access token:  bin/cruddur local token bayko
Ctrl-C stops everything; the data stay until bin/cruddur local reset.
`;
}

interface UpOptions {
  data?: string;
  port?: Ports;
  devServer?: boolean;
}
