/** A part of the local cloud that could not be started or has died; the message says why. */
export class PartFailed extends Error {
  constructor(part: string, reason: string, lastLines: readonly string[] = []) {
    super([`${part}: ${reason}`, ...lastLines.map((line) => `    ${line}`)].join('\n'));
    this.name = 'PartFailed';
  }
}

export class PortBusy extends PartFailed {
  constructor(part: string, port: number) {
    super(part, `port ${port} is in use; choose another with --port ${part}=PORT`);
    this.name = 'PortBusy';
  }
}
