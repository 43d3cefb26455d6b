import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { identityOf } from './process-identity.ts';
import { hint, type LocalSettings, type Ports } from './settings.ts';

/** The running processes, saved in `.local/cloud.json` for the other commands, and for the next start after a crash. */
export interface CloudState {
  supervisor: KnownProcess;
  ports: Ports;
  dynamodbEndpoint: string;
  parts: KnownPart[];
}

interface KnownProcess {
  pid: number;
  identity: string | undefined;
}

/** The newest process of a part. */
interface KnownPart extends KnownProcess {
  part: string;
  stopSignal: NodeJS.Signals;
  /** How often it was started again. */
  restarts: number;
}

export class AlreadyRunning extends Error {
  constructor({ pid }: KnownProcess, cloud: Pick<LocalSettings, 'data'>) {
    super(`The local cloud is already running (process ${pid}). Stop it: ${hint(cloud, 'local down')}`);
    this.name = 'AlreadyRunning';
  }
}

export function readState(stateFile: string): CloudState | undefined {
  try {
    return JSON.parse(readFileSync(stateFile, 'utf8'));
  } catch {
    return undefined;
  }
}

/** Whether the process still runs; a later process with the same id does not count. */
export function isRunning({ pid, identity }: KnownProcess): boolean {
  return identity !== undefined && identityOf(pid) === identity;
}

/**
 * Makes this process the supervisor, after it has stopped the leftovers of a killed one.
 *
 * @throws AlreadyRunning
 */
export async function claimState(settings: LocalSettings): Promise<CloudState> {
  const { stateFile, ports, dynamodbEndpoint } = settings;
  const state = { supervisor: known(process.pid), ports, dynamodbEndpoint, parts: [] };
  mkdirSync(dirname(stateFile), { recursive: true });
  while (!createState(stateFile, state)) {
    const found = readState(stateFile);
    if (found && isRunning(found.supervisor)) throw new AlreadyRunning(found.supervisor, settings);
    if (found) await stopLeftovers(found);
    // Deletes only the state that was found: a concurrent start may have written its own meanwhile.
    if (JSON.stringify(readState(stateFile)) === JSON.stringify(found)) forgetState(stateFile);
  }
  return state;
}

export function recordPart(
  stateFile: string,
  state: CloudState,
  { part, pid, stopSignal }: Pick<KnownPart, 'part' | 'pid' | 'stopSignal'>,
): void {
  const before = state.parts.find((known) => known.part === part);
  const restarts = before ? before.restarts + 1 : 0;
  state.parts = [
    ...state.parts.filter((known) => known !== before),
    { part, stopSignal, restarts, ...known(pid) },
  ];
  // Atomic: a reader sees the old or the new state, never a part.
  writeFileSync(`${stateFile}.new`, JSON.stringify(state, undefined, 2));
  renameSync(`${stateFile}.new`, stateFile);
}

export function forgetState(stateFile: string): void {
  rmSync(stateFile, { force: true });
}

/** Stops the parts of a supervisor that is gone, the last one started first. */
export async function stopLeftovers(state: CloudState): Promise<string[]> {
  const leftovers = state.parts.filter(isRunning).reverse();
  for (const leftover of leftovers) {
    process.kill(leftover.pid, leftover.stopSignal);
    for (let waited = 0; isRunning(leftover); waited += 50) {
      if (waited > 5000) killGroup(leftover.pid);
      await pause(50);
    }
    killGroup(leftover.pid);
  }
  return leftovers.map(({ part }) => part);
}

/** Kills a part and its children. The process group keeps the id of the part as long as it has members. */
export function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Nobody is left.
  }
}

const KILLED_WITHIN_MS = 5_000;

/** Kills a part and its children, and waits until the part is gone and its port is free. */
export async function endGroup(pid: number): Promise<void> {
  killGroup(pid);
  for (const deadline = Date.now() + KILLED_WITHIN_MS; identityOf(pid) && Date.now() < deadline; )
    await pause(20);
}

/** Creates the file with a link, so that it is complete from the start. */
function createState(stateFile: string, state: CloudState): boolean {
  const whole = `${stateFile}.${process.pid}`;
  writeFileSync(whole, JSON.stringify(state, undefined, 2));
  try {
    linkSync(whole, stateFile);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(whole);
  }
}

const known = (pid: number): KnownProcess => ({ pid, identity: identityOf(pid) });
