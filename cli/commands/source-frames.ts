import { createInterface } from 'node:readline';
import { command } from '../command.ts';
import { CommandFailed } from '../errors.ts';
import { text } from '../options.ts';

/** Reads a log on stdin. Prints only stack frames: the rest of a line, such as an error's message, may quote data. */
export const sourceFrames = command({
  description:
    'read the log of a function on stdin and print its stack frames with file and line of the source',
  where: 'local',
  json: true,
  options: {
    maps: text('folder', "source maps of the deployment, if not those of this clone's last sls package", {
      completes: 'folder',
    }),
  },
  examples: [
    'bin/cruddur source-frames < failure.log',
    'aws logs tail /aws/lambda/cruddur-users-prod-getMe | bin/cruddur source-frames --maps source-maps',
  ],
  async run({ maps }, { out }) {
    const { join } = await import('node:path');
    const { root } = await import('../../local/settings.ts');
    const { SourceFrames } = await import('../aws/source-frames.ts');
    const folder = maps ?? join(root, 'services');
    const frames = new SourceFrames(folder);
    let count = 0;
    for await (const line of createInterface({ input: process.stdin })) {
      for (const frame of frames.of(line)) {
        out.item({ frame }, frame);
        count += 1;
      }
    }
    if (count === 0)
      throw new CommandFailed('The standard input has no stack frame. Pass it a line "failure".');
    if (frames.unknown.size > 0)
      throw new CommandFailed(
        `There is no source map of ${[...frames.unknown].join(', ')} in ${folder}. ` +
          'Check the deployed tag out, run npm ci, then npx sls package --stage STAGE.',
      );
  },
});
