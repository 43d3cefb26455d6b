import { connect, createServer, type Socket } from 'node:net';

/** A TCP connection to a real store that a test can cut or silence. */
export interface Wire {
  /** The store's address through this connection. */
  url: string;
  /** Ends every connection and refuses new ones, like a store that is down. */
  cut(): void;
  /** Keeps connections open but carries nothing, like a store that hangs. */
  silence(): void;
  mend(): void;
  /** Loses the open connections; the next one works. */
  lose(fate: 'ended' | 'reset' | 'forgotten'): void;
  /** The number of connections so far. */
  opened(): number;
  close(): void;
}

export async function openWire(storeUrl: string): Promise<Wire> {
  const target = new URL(storeUrl);
  const sockets = new Set<Socket>();
  /** Connections that carry nothing, like those that a NAT gateway has forgotten. */
  const forgotten = new WeakSet<Socket>();
  let opened = 0;
  let state: 'sound' | 'cut' | 'silent' = 'sound';

  const server = createServer((near) => {
    if (state === 'cut') return near.destroy();
    opened++;
    const far = connect(Number(target.port), target.hostname);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.on('data', (data) => state === 'sound' && !forgotten.has(from) && to.write(data));
      from.on('error', () => {});
      from.on('close', () => {
        sockets.delete(from);
        to.destroy();
      });
    }
  });
  const destroyAll = () => {
    for (const socket of sockets) socket.destroy();
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = new URL(storeUrl);
  url.port = String((server.address() as { port: number }).port);
  return {
    url: url.toString().replace(/\/$/, ''),
    cut() {
      state = 'cut';
      destroyAll();
    },
    silence() {
      state = 'silent';
    },
    mend() {
      state = 'sound';
      destroyAll();
    },
    lose(fate) {
      for (const socket of sockets) {
        if (fate === 'ended') socket.destroy();
        if (fate === 'reset') socket.resetAndDestroy();
        if (fate === 'forgotten') forgotten.add(socket);
      }
    },
    opened: () => opened,
    close() {
      destroyAll();
      server.close();
    },
  };
}
