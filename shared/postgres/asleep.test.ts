import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { openWire, type Wire } from '../../test/wire.ts';

/**
 * A container frozen between two requests: it learns only after it resumes what happened to its connection.
 */

const MINUTES_S = 60;
let wire: Wire;
let container: ChildProcessWithoutNullStreams;
let answers: AsyncIterator<string>;

/** Asks Postgres once for each line, which says how many seconds have gone by since the line before. */
const program = `
  import { createInterface } from 'node:readline';
  import { pingPostgres } from '${join(import.meta.dirname, 'client.ts')}';
  const now = Date.now;
  let slept = 0;
  Date.now = () => now() + slept * 1000;
  for await (const line of createInterface({ input: process.stdin })) {
    slept += Number(line);
    console.log(await pingPostgres().then(() => 'answered', ({ name }) => name));
  }`;

beforeEach(async () => {
  wire = await openWire(process.env.POSTGRES_URL ?? '');
  container = spawn(process.execPath, ['--input-type=module', '-e', program], {
    env: { ...process.env, POSTGRES_URL: wire.url },
  });
  answers = createInterface({ input: container.stdout })[Symbol.asyncIterator]();
});
afterEach(() => {
  container.kill('SIGKILL');
  wire.close();
});

async function ask(secondsLater = 0): Promise<string | undefined> {
  container.stdin.write(`${secondsLater}\n`);
  return (await answers.next()).value;
}

test.each(['ended', 'reset', 'forgotten'] as const)(
  'a container whose connection was %s while it slept answers its next request',
  async (fate) => {
    expect([await ask(), await ask()]).toEqual(['answered', 'answered']);
    container.kill('SIGSTOP');
    wire.lose(fate);
    container.kill('SIGCONT');
    expect(await ask(10 * MINUTES_S)).toBe('answered');
    expect(await ask()).toBe('answered');
  },
);

test('a container in use keeps its connection', async () => {
  for (let request = 0; request < 5; request++) expect(await ask(50)).toBe('answered');
  expect(wire.opened()).toBe(1);
  expect(await ask(61)).toBe('answered');
  expect(wire.opened()).toBe(2);
});
