import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/**
 * The command prefix that starts a program in its own network namespace, which only its child processes share: no
 * other process of the machine can reach its ports, even of the same account. Needs Linux, and root or user
 * namespaces; undefined elsewhere.
 */
export function findIsolation(): Promise<readonly string[] | undefined> {
  found ??= findFirst();
  return found;
}

let found: Promise<readonly string[] | undefined> | undefined;

const ways = [
  ['unshare', '--net'],
  ['unshare', '--user', '--map-root-user', '--net'],
] as const;

async function findFirst(): Promise<readonly string[] | undefined> {
  if (process.platform !== 'linux') return undefined;
  for (const way of ways) {
    const [file, ...args] = way;
    const works = promisify(execFile)(file, [
      ...args,
      'setpriv',
      '--pdeathsig',
      'KILL',
      ...raiseLoopback,
    ]).then(
      () => true,
      () => false,
    );
    if (await works) return way;
  }
  return undefined;
}

/** Raises the loopback interface, which is down in a new network namespace. */
export const raiseLoopback = ['ip', 'link', 'set', 'lo', 'up'] as const;
