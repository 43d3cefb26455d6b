import { readFileSync } from 'node:fs';
import type { Socket } from 'node:net';

/**
 * Whether the process at the other end of a connection over loopback belongs to this account, or to root, who can
 * do everything anyway. Linux tells; elsewhere every account passes, and only keys and passwords keep others out.
 */
export function isOwnAccount(socket: Socket): boolean {
  if (process.platform !== 'linux') return true;
  const account = accountOf(socket.remotePort, socket.localPort);
  return account !== undefined && admitted().has(account);
}

/** Started by `sudo`, the browser belongs to who has said so. */
function admitted(): Set<number> {
  const { SUDO_UID, CRUDDUR_ALSO_ADMIT } = process.env;
  return new Set([
    0,
    process.getuid?.() ?? 0,
    ...[SUDO_UID, CRUDDUR_ALSO_ADMIT].map((uid) => Number(uid || 0)),
  ]);
}

/**
 * The account whose socket is bound to `port` and connected to `peerPort`, both on this machine. Undefined if there
 * is none any more: a socket that its process has closed belongs to nobody, and its row says 0.
 */
export function accountOf(port: number | undefined, peerPort: number | undefined): number | undefined {
  for (const table of ['/proc/self/net/tcp', '/proc/self/net/tcp6']) {
    for (const line of readTable(table).split('\n').slice(1)) {
      const [, local = '', remote = '', , , , , uid, , inode] = line.trim().split(/\s+/);
      if (portOf(local) === port && portOf(remote) === peerPort && inode !== '0') return Number(uid);
    }
  }
  return undefined;
}

const portOf = (address: string) => Number.parseInt(address.split(':')[1] ?? '', 16);

function readTable(file: string): string {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return '';
  }
}
