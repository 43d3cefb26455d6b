import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { callersEnvironment } from './environment.ts';
import { PartFailed } from './errors.ts';

/**
 * Starts one part of the local cloud as a child process in its own process group: a Ctrl-C in the terminal reaches
 * only the supervisor, which stops the parts in order. Its output goes to `logFile`.
 */
export function startChild(command: ChildCommand): Child {
  const log = openLog(command.logFile);
  const child = spawn(command.file, command.args, {
    cwd: command.cwd,
    env: command.env ?? callersEnvironment,
    detached: true,
    stdio: ['ignore', log.fd, log.fd, ...(command.socketFd === undefined ? [] : [command.socketFd])],
    ...(command.account && { uid: command.account.uid, gid: command.account.gid }),
  });
  closeSync(log.fd);
  let ended = false;
  const exited = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) =>
      resolve(signal ? `ended by ${signal}` : `ended with status ${code}`),
    );
  });
  const signal = command.stopSignal ?? 'SIGTERM';
  const abandon = () => send(child.pid, signal);
  process.once('exit', abandon);
  void exited.then(() => {
    ended = true;
    process.off('exit', abandon);
  });
  if (child.pid !== undefined) command.onSpawn?.(child.pid, signal);
  return {
    part: command.part,
    pid: child.pid ?? 0,
    exited,
    hasEnded: () => ended,
    lastLines: () => lastLines(command.logFile, log.offset),
    stop: () => stop(child.pid, signal, exited),
    kill: () => send(child.pid && -child.pid, 'SIGKILL'),
  };
}

/** Waits until `isReady` holds. The part has failed if the child ends first or is not ready in time. */
export async function untilReady(
  child: Child,
  isReady: () => Promise<boolean>,
  limit = 120_000,
): Promise<void> {
  const deadline = Date.now() + limit;
  for (let wait = 20; !(await isReady()); wait = Math.min(250, wait * 1.2)) {
    if (child.hasEnded()) throw new PartFailed(child.part, await child.exited, child.lastLines());
    if (Date.now() > deadline) {
      await child.stop();
      throw new PartFailed(child.part, `no answer within ${limit / 1000} s`, child.lastLines());
    }
    await pause(wait);
  }
}

/** Whether anything answers HTTP at `url`, with any status. */
export async function answersHttp(url: string, headers: Record<string, string> = {}): Promise<boolean> {
  return (await statusOf(url, headers)) !== undefined;
}

/** Whether `url` answers with status 200. */
export async function isHealthy(url: string): Promise<boolean> {
  return (await statusOf(url)) === 200;
}

const QUESTION_LIMIT_MS = 5_000;

async function statusOf(url: string, headers = {}): Promise<number | undefined> {
  try {
    const response = await fetch(url, { headers, signal: AbortSignal.timeout(QUESTION_LIMIT_MS) });
    await response.arrayBuffer();
    return response.status;
  } catch {
    return undefined;
  }
}

const STOP_LIMIT_MS = 8000;

async function stop(pid: number | undefined, signal: NodeJS.Signals, exited: Promise<string>): Promise<void> {
  const limit = new AbortController();
  send(pid, signal);
  await Promise.race([exited, pause(STOP_LIMIT_MS, undefined, { signal: limit.signal }).catch(() => {})]);
  limit.abort();
  // Kills the part if it ignored the signal, and everything that it started.
  send(pid && -pid, 'SIGKILL');
  await exited;
}

function send(pid: number | undefined, signal: NodeJS.Signals): void {
  try {
    if (pid) process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function openLog(file: string): { fd: number; offset: number } {
  mkdirSync(dirname(file), { recursive: true });
  const fd = openSync(file, 'a');
  return { fd, offset: statSync(file).size };
}

function lastLines(file: string, offset: number): string[] {
  const text = readFileSync(file).subarray(offset).toString();
  const lines = text.trimEnd().split('\n');
  // Drops stack lines, which would push out the line with the error.
  return lines.filter((line) => !/^\s+at /.test(line)).slice(-12);
}

export interface ChildCommand {
  part: string;
  file: string;
  args: readonly string[];
  logFile: string;
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  account?: { uid: number; gid: number };
  /** A socket that the process finds as its file descriptor 3. */
  socketFd?: number;
  stopSignal?: NodeJS.Signals;
  /** Called before anything else can fail, so that the process is not orphaned. */
  onSpawn?: ((pid: number, stopSignal: NodeJS.Signals) => void) | undefined;
}

export interface Child {
  part: string;
  pid: number;
  /** Resolves with the reason of its end; never rejects. */
  exited: Promise<string>;
  hasEnded(): boolean;
  /** The last lines of what it printed since it was started. */
  lastLines(): string[];
  stop(): Promise<void>;
  /** Kills the whole process group. */
  kill(): void;
}
