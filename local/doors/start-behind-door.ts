import { createServer } from 'node:net';
import { join } from 'node:path';
import { type Child, type ChildCommand, startChild } from '../child.ts';
import { host, root } from '../settings.ts';
import type { EngineCommand } from './engine.ts';

/**
 * Starts the door process of an engine (`engine.ts`), in its own network namespace if possible. Opens its listening
 * socket here, in the network of the machine, and passes it on.
 */
export function startBehindDoor(port: number, command: GuardedCommand): Promise<Child> {
  const { engine, isolation = [], ...rest } = command;
  const argument: EngineCommand = { ...engine, isIsolated: isolation.length > 0 };
  const [file = '', ...args] = [
    ...isolation,
    process.execPath,
    join(root, 'local/doors/engine.ts'),
    JSON.stringify(argument),
  ];
  const { promise, resolve, reject } = Promise.withResolvers<Child>();
  const server = createServer().once('error', reject);
  server.listen({ host, port, exclusive: true }, () => {
    const { fd } = (server as unknown as { _handle: { fd: number } })._handle;
    resolve(startChild({ ...rest, file, args, socketFd: fd }));
    // The process has the socket now; connections wait until it accepts them.
    server.close();
  });
  return promise;
}

interface GuardedCommand extends Pick<ChildCommand, 'part' | 'logFile' | 'onSpawn'> {
  engine: Omit<EngineCommand, 'isIsolated'>;
  isolation: readonly string[] | undefined;
}
