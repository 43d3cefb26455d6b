import { readdirSync, rmdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parts } from '../../local/parts/all.ts';
import { localSettings } from '../../local/settings.ts';
import { forgetState, isRunning, readState, stopLeftovers } from '../../local/state.ts';
import { CommandFailed } from '../errors.ts';
import { confirm } from '../stage.ts';

/** What the parts and a rebuild keep; nothing else in the folder is touched, since --data may name any folder. */
const kept = [...parts.flatMap((part) => part.kept), 'logs', 'rebuild-local.json', 'keys.json'];

export async function localReset(options: { data?: string; yes?: boolean }): Promise<void> {
  const { data, stateFile } = localSettings(undefined, options.data);
  const state = readState(stateFile);
  if (state && isRunning(state.supervisor)) {
    throw new CommandFailed('The local cloud is running; stop it first: bin/cruddur local down');
  }
  await confirm(`Delete the data of the local cloud in ${data}?`, options.yes);
  if (state) await stopLeftovers(state);
  for (const name of kept) rmSync(join(data, name), { recursive: true, force: true });
  forgetState(stateFile);
  removeIfEmpty(data);
  console.log('The data are deleted; the next start begins afresh.');
}

function removeIfEmpty(folder: string): void {
  try {
    if (readdirSync(folder).length === 0) rmdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
