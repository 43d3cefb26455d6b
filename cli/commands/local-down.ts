import { setTimeout as pause } from 'node:timers/promises';
import { forgetState, isRunning, readState, stopLeftovers } from '../../local/state.ts';
import { command } from '../command.ts';
import { CommandFailed } from '../errors.ts';

const LIMIT_MS = 60_000;

/** Stops the processes in the state file, including those that a killed cloud left running. */
export const localDown = command({
  description: 'stop the local cloud that runs in another terminal',
  where: 'local',
  examples: ['bin/cruddur local down'],
  async run(_, { local: { stateFile } }) {
    const state = readState(stateFile);
    if (!state) return 'The local cloud is not running.';
    if (isRunning(state.supervisor)) {
      process.kill(state.supervisor.pid, 'SIGTERM');
      for (let waited = 0; isRunning(state.supervisor); waited += 50) {
        if (waited > LIMIT_MS)
          throw new CommandFailed(
            `Process ${state.supervisor.pid} has not stopped within ${LIMIT_MS / 1000} s. End it with kill -9 ${state.supervisor.pid}, then run this again.`,
          );
        await pause(50);
      }
      return 'The local cloud has stopped.';
    }
    const stopped = await stopLeftovers(state);
    forgetState(stateFile);
    return `The supervisor had ended already. Stopped the remaining parts: ${stopped.join(', ') || 'none'}.`;
  },
});
