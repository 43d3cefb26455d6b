import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { root } from '../local/settings.ts';

export interface Outcome {
  status: number | null;
  stdout: string;
  stderr: string;
}

/** Runs the command line as a person does, to its end. Nothing of the suite's environment reaches it but `env`. */
export async function cruddur(args: string[], env: NodeJS.ProcessEnv = {}): Promise<Outcome> {
  const { done } = startCruddur(args, env);
  return done;
}

/** Starts the command line; `output` is what it has printed so far. */
export function startCruddur(args: string[], env: NodeJS.ProcessEnv = {}) {
  const child: ChildProcess = spawn(join(root, 'bin/cruddur'), args, {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
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
  return { pid: child.pid ?? 0, done, output: () => printed.stdout + printed.stderr };
}
