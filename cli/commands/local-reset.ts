import { readdirSync, rmdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parts } from '../../local/parts/all.ts';
import { hint } from '../../local/settings.ts';
import { forgetState, isRunning, readState, stopLeftovers } from '../../local/state.ts';
import { command } from '../command.ts';
import { CommandFailed } from '../errors.ts';

/** What the parts and a rebuild store. Nothing else in the folder is deleted, since --data may name any folder. */
const kept = [...parts.flatMap((part) => part.kept), 'logs', 'rebuild-local.json', 'keys.json'];

export const localReset = command({
  description: 'delete the data and logs of the local cloud',
  where: 'local',
  asks: (_, { local }) => `Delete the data of the local cloud in ${local.data}?`,
  examples: ['bin/cruddur local reset --yes'],
  async run(_, { local }) {
    const { data, stateFile } = local;
    const state = readState(stateFile);
    if (state && isRunning(state.supervisor))
      throw new CommandFailed(`The local cloud is running; stop it first: ${hint(local, 'local down')}`);
    if (state) await stopLeftovers(state);
    for (const name of kept) rmSync(join(data, name), { recursive: true, force: true });
    forgetState(stateFile);
    removeIfEmpty(data);
    return 'The data are deleted. The next start creates new ones.';
  },
});

function removeIfEmpty(folder: string): void {
  try {
    if (readdirSync(folder).length === 0) rmdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
