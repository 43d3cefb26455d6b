import { createServer } from 'node:net';
import { PortBusy } from './errors.ts';

/** Checks that `port` is free on the loopback interface, or finds a free one if it is 0. */
export function claimPort(part: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'EADDRINUSE' ? new PortBusy(part, port) : error),
    );
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : port));
    });
  });
}
