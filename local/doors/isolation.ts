import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/**
 * How a program is started in a network of its own, which only its child processes share: what it listens on, no
 * other process of the machine reaches, be it of the same account. Linux has that, where user namespaces are allowed
 * or we are root. Undefined elsewhere.
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

/** In a new network even the loopback interface is down. */
export const raiseLoopback = ['ip', 'link', 'set', 'lo', 'up'] as const;
