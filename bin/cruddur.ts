import { CommanderError } from 'commander';
import { program } from './program.ts';

try {
  await program().parseAsync();
  // Open connections of the shared layers would keep a finished command waiting.
  process.exit(process.exitCode ?? 0);
} catch (error) {
  process.exit(report(error));
}

/** Says what went wrong. 2 is for a command that was given wrongly, 1 for work that was not done. */
function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  console.error((error as Error).message);
  const { cause } = error as Error;
  if (cause instanceof Error && cause.message) console.error(`because: ${cause.message}`);
  if (process.env.CRUDDUR_DEBUG) console.error(error);
  return 1;
}
