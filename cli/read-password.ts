import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { CommandFailed } from './errors.ts';
import { printQuestion } from './output.ts';

/**
 * The first line of standard input; on a terminal it is asked for, and not shown. A password never stands on a command
 * line, where every account of the machine can read it, and the shell keeps it.
 *
 * @throws CommandFailed if there is none
 */
export async function readPassword(): Promise<string> {
  const { isTTY = false } = process.stdin;
  // From here on the terminal shows nothing by itself: what is typed early is not seen either.
  const lines = createInterface({ input: process.stdin, output: silence, terminal: isTTY });
  if (isTTY) printQuestion('Password: ');
  const password = await new Promise<string>((resolve) => {
    lines.once('line', resolve).once('close', () => resolve(''));
  });
  lines.close();
  if (isTTY) printQuestion('\n');
  if (password === '') throw new CommandFailed('There is no password on the standard input.');
  return password;
}

const silence = new Writable({ write: (_chunk, _encoding, done) => done() });
