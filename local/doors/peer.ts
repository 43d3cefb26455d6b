import { readFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { callersEnvironment } from '../environment.ts';

/**
 * Whether the peer of a loopback connection runs as this account, or as root, who can do everything anyway. Works on
 * Linux only; elsewhere every account passes, and only keys and passwords keep others out.
 */
export function isOwnAccount(socket: Socket): boolean {
  if (process.platform !== 'linux') return true;
  const account = accountOf(socket.remotePort, socket.localPort);
  return account !== undefined && admitted().has(account);
}

/** The accounts let in. Under `sudo`, the browser runs as the account that called it. */
function admitted(): Set<number> {
  const { SUDO_UID, CRUDDUR_ALSO_ADMIT } = callersEnvironment;
  return new Set([
    0,
    process.getuid?.() ?? 0,
    ...[SUDO_UID, CRUDDUR_ALSO_ADMIT].map((uid) => Number(uid || 0)),
  ]);
}

/**
 * The account whose socket is bound to `port` and connected to `peerPort`, both on this machine. Undefined once its
 * process has closed the socket: its row then says 0.
 */
function accountOf(port: number | undefined, peerPort: number | undefined): number | undefined {
  const ports = `${port} ${peerPort}`;
  // The kernel goes through its whole table, which takes milliseconds; of many connections at once each is in it. A row
  // may be passed over while others come and go, so it is read again.
  for (let tries = 0; tries < 3; tries++) {
    if (tries > 0 || Date.now() - readAt > FRESH_MS) readTables();
    const account = accounts.get(ports);
    // The next connection between these ports may belong to another account.
    accounts.delete(ports);
    if (account !== undefined) return account;
  }
  return undefined;
}

const FRESH_MS = 100;
let readAt = 0;
const accounts = new Map<string, number>();

function readTables(): void {
  accounts.clear();
  for (const table of ['/proc/self/net/tcp', '/proc/self/net/tcp6']) {
    for (const line of readTable(table).split('\n').slice(1)) {
      const [, local = '', remote = '', , , , , uid, , inode] = line.trim().split(/\s+/);
      if (inode !== '0') accounts.set(`${portOf(local)} ${portOf(remote)}`, Number(uid));
    }
  }
  readAt = Date.now();
}

const portOf = (address: string) => Number.parseInt(address.split(':')[1] ?? '', 16);

function readTable(file: string): string {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return '';
  }
}
