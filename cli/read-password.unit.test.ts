import { spawn } from 'node:child_process';
import { join } from 'node:path';

const program = `
  const { readPassword } = await import(${JSON.stringify(join(import.meta.dirname, 'read-password.ts'))});
  console.log(await readPassword().then((read) => [...read].toReversed().join(""), ({ message }) => message));
`;
const node = ['--input-type=module', '-e', program];

test.each([
  ['a line', 'Some-secret-1\n', '1-terces-emoS'],
  ['text without an end of line', 'Some-secret-1', '1-terces-emoS'],
  ['a line as Windows ends it', 'Some-secret-1\r\nmore', '1-terces-emoS'],
  ['a line with blanks, which are its own', ' ä b \n', ' b ä '],
])('the password is %s of stdin', async (_, input, reversed) => {
  expect(await printedBy(process.execPath, node, '', input)).toBe(`${reversed}\n`);
});

test.each(['', '\n'])('an empty password is refused (%j)', async (input) => {
  expect(await printedBy(process.execPath, node, '', input)).toBe('The standard input has no password.\n');
});

test.each([
  ['typed', 'Some-secreT\u007Ft-1\r', '1-terces-emoS'],
  ['broken off by Ctrl-C', 'Some-secret-1\u0003', 'The standard input has no password.'],
  ['ended by Ctrl-D', '\u0004', 'The standard input has no password.'],
])('on a terminal it prompts, and input that is %s stays hidden', async (_, keys, said) => {
  // `script` takes other arguments elsewhere.
  if (process.platform !== 'linux') return expect(process.platform).toBeDefined();
  const command = [process.execPath, ...node].map((word) => `'${word}'`).join(' ');
  const printed = await printedBy('script', ['-qec', command, '/dev/null'], 'Password: ', keys);
  expect(printed.replaceAll('\r', '')).toBe(`Password: \n${said}\n`);
});

/** The output of a program that gets `input` once it has printed `prompt`. */
function printedBy(file: string, args: string[], prompt: string, input: string): Promise<string> {
  const child = spawn(file, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const isTerminal = prompt !== '';
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (chunk) => {
    const isAsked = !printed.includes(prompt) && (printed + chunk).includes(prompt);
    printed += chunk;
    if (isTerminal && isAsked) child.stdin.write(input);
  });
  if (!isTerminal) child.stdin.end(input);
  return new Promise((resolve) =>
    child.once('close', () => {
      child.stdin.destroy();
      resolve(printed);
    }),
  );
}
