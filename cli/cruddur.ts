import { CommanderError } from 'commander';
import { printError } from './output.ts';
import { program } from './program.ts';

// stdout may close early (`| head`) or fail (disk full): finish the work, exit 1.
process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => {
  if (code !== 'EPIPE') printError(`The output cannot be written: ${code}`);
  process.exitCode = 1;
});

try {
  await program().parseAsync();
} catch (error) {
  // commander has already printed the usage error.
  if (!(error instanceof CommanderError)) throw error;
  process.exitCode = error.exitCode === 0 ? 0 : 2;
}
await Promise.all([flushed(process.stdout), flushed(process.stderr)]);
// Open connections of the shared layers would keep the process alive.
process.exit();

/** Waits until a pipe has taken everything; exiting earlier would lose the rest. */
function flushed(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => stream.write('', () => resolve()));
}
