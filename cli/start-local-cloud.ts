import { relative } from 'node:path';
import { prepareDataFolder } from '../local/data-folder.ts';
import { ensureKeys } from '../local/keys.ts';
import { parts } from '../local/parts/all.ts';
import { hint, type LocalSettings, localSettings, type Ports } from '../local/settings.ts';
import { up } from '../local/up.ts';
import type { Output } from './output.ts';
import { prepareData } from './prepare-data.ts';
import { SAMPLE_PASSWORD, samplePeople } from './sample/people.ts';
import { trial } from './trial.ts';

/** The options of `local up`. */
interface Wanted {
  data: string;
  ports: Ports | undefined;
  webDevServer: boolean;
}

/** Starts the local cloud, prints every address, and runs until it is stopped. */
export async function startLocalCloud({ data, ports, webDevServer }: Wanted, out: Output): Promise<string> {
  // Files of the parts are readable by this account only.
  process.umask(0o077);
  prepareDataFolder(data);
  ensureKeys(data);
  const settings = { ...localSettings(ports, data), webDevServer };
  const started = performance.now();
  await up(settings, { data: prepareData(settings), trial: trial(settings) }, () => {
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    out.say('');
    out.say(`Cruddur Messaging is ready after ${seconds} s.`);
    guide(settings, out);
  });
  return 'The local cloud has stopped.';
}

function guide(settings: LocalSettings, out: Output): void {
  const addresses = parts.flatMap((part) => Object.entries(part.addresses(settings))).reverse();
  const logs = ['logs', `${relative(process.cwd(), settings.logs) || '.'}/`] as const;
  out.say('');
  out.list([...addresses, logs], { part: ([part]) => part, address: ([, address]) => address });
  out.say('');
  out.say('Sign in as:');
  out.list(samplePeople, {
    handle: ({ handle }) => handle,
    email: ({ email }) => email,
    password: () => SAMPLE_PASSWORD,
  });
  out.say('');
  out.say(`Print an access token:  ${hint(settings, 'local token bayko')}`);
  out.say(
    `Print a new account's confirmation code (no e-mail is sent):  ${hint(settings, 'local code EMAIL')}`,
  );
  out.say(`Stop with Ctrl-C. The data stay until ${hint(settings, 'local reset')}.`);
  out.say('');
}
