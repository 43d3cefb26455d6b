/** A part of the local cloud that could not be started or has died; the message says why. */
export class PartFailed extends Error {
  constructor(part: string, reason: string, lastLines: readonly string[] = []) {
    const isDiskFull = DISK_FULL.test([reason, ...lastLines].join('\n'));
    const told = isDiskFull
      ? ['the disk is full; free some space, or choose another folder with --data DIR']
      : [reason];
    const lines = isDiskFull ? [] : lastLines.map((line) => `    ${line}`);
    super([`${part}: ${told}`, ...lines].join('\n'));
    this.name = 'PartFailed';
  }
}

/** Matches the messages of Node, Postgres, the bundler and SQLite. */
const DISK_FULL = /ENOSPC|no space left on device|(database or )?disk is full/i;

export class PortBusy extends PartFailed {
  constructor(part: string, port: number) {
    super(part, `port ${port} is in use; choose another with --port ${part}=PORT`);
    this.name = 'PortBusy';
  }
}
