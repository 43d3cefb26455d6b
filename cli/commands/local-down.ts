import { setTimeout as pause } from 'node:timers/promises';
import { localSettings } from '../../local/settings.ts';
import { forgetState, isRunning, readState, stopLeftovers } from '../../local/state.ts';
import { CommandFailed } from '../errors.ts';

const LIMIT_MS = 60_000;

/** Stops the local cloud by the ids in its state file, also what a killed one left behind. */
export async function localDown(options: { data?: string }): Promise<void> {
  const { stateFile } = localSettings(undefined, options.data);
  const state = readState(stateFile);
  if (!state) return console.log('The local cloud is not running.');
  if (isRunning(state.supervisor)) {
    process.kill(state.supervisor.pid, 'SIGTERM');
    for (let waited = 0; isRunning(state.supervisor); waited += 50) {
      if (waited > LIMIT_MS) throw new CommandFailed(`Process ${state.supervisor.pid} does not stop.`);
      await pause(50);
    }
    return console.log('The local cloud has stopped.');
  }
  const stopped = await stopLeftovers(state);
  forgetState(stateFile);
  console.log(`Its supervisor was gone; stopped what was left: ${stopped.join(', ') || 'nothing'}.`);
}
