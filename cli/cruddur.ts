import { CommanderError } from 'commander';
import { printError } from './output.ts';
import { program } from './program.ts';

// Nobody reads on, as behind `| head`, or the disk is full: not all was printed, which is no reason to die half-way.
process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => {
  if (code !== 'EPIPE') printError(`The output cannot be written: ${code}`);
  process.exitCode = 1;
});

try {
  await program().parseAsync();
} catch (error) {
  // commander has said what is wrong with the line that was given.
  if (!(error instanceof CommanderError)) throw error;
  process.exitCode = error.exitCode === 0 ? 0 : 2;
}
await Promise.all([flushed(process.stdout), flushed(process.stderr)]);
// Open connections of the shared layers would keep a finished command waiting.
process.exit();

/** A pipe takes what it has room for; the rest would be lost with the process. */
function flushed(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => stream.write('', () => resolve()));
}
