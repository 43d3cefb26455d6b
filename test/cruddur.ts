import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { closeSync, constants, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../local/settings.ts';

export interface Outcome {
  status: number | null;
  stdout: string;
  stderr: string;
}

/** Runs the command line to its end. It gets `env` instead of the suite's environment. */
export async function cruddur(args: string[], env: NodeJS.ProcessEnv = {}, input?: string): Promise<Outcome> {
  const { done } = startCruddur(args, env, input);
  return done;
}

/** Starts the command line with `input` on stdin; `output` is its output so far. */
export function startCruddur(args: string[], env: NodeJS.ProcessEnv = {}, input?: string) {
  const child: ChildProcess = spawn(join(root, 'bin/cruddur'), args, {
    env: withPath(env),
    stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
  });
  child.stdin?.end(input);
  const printed = { stdout: '', stderr: '' };
  child.stdout?.on('data', (chunk) => {
    printed.stdout += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    printed.stderr += chunk;
  });
  const done = new Promise<Outcome>((resolve) => {
    child.once('close', (status) => resolve({ status, ...printed }));
  });
  /** Waits for the end, which it forces after `limitMs`. */
  const within = async (limitMs: number) => {
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      // A process that it has started may hold its output open.
      child.stdout?.destroy();
      child.stderr?.destroy();
    }, limitMs);
    await done;
    clearTimeout(timer);
  };
  const end = (limitMs: number) => {
    child.kill('SIGTERM');
    return within(limitMs);
  };
  return { pid: child.pid ?? 0, done, end, within, output: () => printed.stdout + printed.stderr };
}

/** Runs the command line with a closed stdout, as behind a finished `| head`. */
export function cruddurUnread(args: string[], env: NodeJS.ProcessEnv = {}): Omit<Outcome, 'stdout'> {
  const folder = mkdtempSync(join(tmpdir(), 'cruddur-pipe-'));
  const pipe = join(folder, 'pipe');
  execFileSync('mkfifo', [pipe]);
  const reader = openSync(pipe, constants.O_RDONLY | constants.O_NONBLOCK);
  const writer = openSync(pipe, constants.O_WRONLY);
  closeSync(reader);
  const { status, stderr } = spawnSync(join(root, 'bin/cruddur'), args, {
    env: withPath(env),
    stdio: ['ignore', writer, 'pipe'],
    encoding: 'utf8',
  });
  closeSync(writer);
  rmSync(folder, { recursive: true });
  return { status, stderr };
}

const withPath = (env: NodeJS.ProcessEnv) => ({ PATH: process.env.PATH, HOME: process.env.HOME, ...env });
