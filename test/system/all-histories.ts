import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

/**
 * `npm run test:histories`: random histories in parts, each in a process on stores of its own, because the engine becomes
 * slower as its stream grows. Each part tells its first seed, so what a stopped run has played counts too.
 */
const MAX_PART = 100;
/** A part plays this many seeds side by side. */
const LANES = Number(process.env.CRUDDUR_LANES ?? 5);

const { CRUDDUR_HISTORIES: wanted = '10000', CRUDDUR_SEED: seed, CRUDDUR_PATH: path } = process.env;
const total = path ? 1 : Number(wanted);
const first = seed === undefined ? Date.now() % 2 ** 31 : Number(seed);

async function play(histories: number, seed: number): Promise<{ played: number; output: string }> {
  const jest = [
    '--experimental-vm-modules',
    'node_modules/jest/bin/jest.js',
    '--selectProjects',
    'integration',
  ];
  const env = { ...process.env, CRUDDUR_HISTORIES: String(histories), CRUDDUR_SEED: String(seed) };
  const child = spawn(process.execPath, [...jest, '--testPathPatterns', 'test/system/histories'], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [stdout, stderr, [status]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit'),
  ]);
  const [line = '', played] = /^histories: (\d+), .*$/m.exec(stdout) ?? [];
  return status === 0 ? { played: Number(played), output: line } : { played: 0, output: stdout + stderr };
}

let played = 0;
for (let part = 0; part * MAX_PART < total; part++) {
  const done = await play(Math.min(MAX_PART, total - part * MAX_PART), first + part * LANES);
  played += done.played;
  if (done.played === 0) process.exitCode = 1;
  process.stdout.write(`${done.output}\n`);
}
process.stdout.write(`${played} of ${total} histories, first seed ${first}\n`);
