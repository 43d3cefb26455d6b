import { CommanderError } from 'commander';
import { program } from './program.ts';

// Nobody reads on, as behind `| head`, or the disk is full: not all was printed, which is no reason to die half-way.
process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => {
  if (code !== 'EPIPE') console.error(`The output cannot be written: ${code}`);
  process.exitCode = 1;
});

const hint = 'Is the local cloud running (npm start)?';

try {
  await program().parseAsync();
} catch (error) {
  process.exitCode = report(error);
}
await Promise.all([flushed(process.stdout), flushed(process.stderr)]);
// Open connections of the shared layers would keep a finished command waiting.
process.exit();

/** Says what went wrong. 2 is for a command that was given wrongly, 1 for work that was not done. */
function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  for (const cause of causesOf(error)) {
    if (cause.message) console.error(cause.message);
    const { code, address, port } = cause as NodeJS.ErrnoException & { address?: string; port?: number };
    if (code === 'ECONNREFUSED') console.error(`Nothing answers at ${address}:${port}. ${hint}`);
  }
  if (process.env.CRUDDUR_DEBUG) console.error(error);
  return 1;
}

function causesOf(error: unknown): Error[] {
  return error instanceof Error ? [error, ...causesOf(error.cause)] : [];
}

/** A pipe takes what it has room for; the rest would be lost with the process. */
function flushed(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => stream.write('', () => resolve()));
}
