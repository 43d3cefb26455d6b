import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { CommandFailed } from './errors.ts';
import { printQuestion } from './output.ts';

/**
 * The first line of stdin; on a terminal it prompts and hides the input. A password is never an argument: every account
 * of the machine could read it, and the shell's history keeps it.
 *
 * @throws CommandFailed if there is none
 */
export async function readPassword(): Promise<string> {
  const { isTTY = false } = process.stdin;
  // Turns the terminal's echo off first, so that early input is hidden too.
  const lines = createInterface({ input: process.stdin, output: silence, terminal: isTTY });
  if (isTTY) printQuestion('Password: ');
  const password = await new Promise<string>((resolve) => {
    lines.once('line', resolve).once('close', () => resolve(''));
  });
  lines.close();
  if (isTTY) printQuestion('\n');
  if (password === '') throw new CommandFailed('The standard input has no password.');
  return password;
}

const silence = new Writable({ write: (_chunk, _encoding, done) => done() });
