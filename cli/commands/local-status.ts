import { command } from '../command.ts';
import { CommandFailed } from '../errors.ts';

/** Probes each part. */
export const localStatus = command({
  description: 'show each part; status 1 unless all of them run',
  where: 'local',
  json: true,
  examples: ['bin/cruddur local status'],
  async run(_, { local, out }) {
    const { lookAtParts } = await import('../look-at-parts.ts');
    const found = await lookAtParts(local);
    out.list(found, {
      part: ({ part }) => part,
      state: ({ state }) => state,
      address: ({ address }) => address,
      pid: ({ pid }) => pid ?? '-',
      restarts: ({ restarts }) => restarts,
    });
    const idle = found.filter(({ state }) => state !== 'running');
    if (idle.length > 0) throw new CommandFailed(`${idle.length} of ${found.length} parts do not run.`);
  },
});
