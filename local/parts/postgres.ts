import { connect } from 'node:net';
import { join } from 'node:path';
import { ensureKeys } from '../keys.ts';
import { startPostgres } from '../postgres.ts';
import { database, host } from '../settings.ts';
import type { Part } from './part.ts';

export const postgres: Part = {
  name: 'postgres',
  kind: 'store',
  ports: () => ['postgres'],
  kept: ['postgres', 'postgres.unfinished'],
  addresses: ({ ports }) => ({ postgres: `postgres://${host}:${ports.postgres}/${database}` }),
  start: ({ ports, data, logs }, onSpawn) =>
    startPostgres({
      port: ports.postgres,
      dataDir: join(data, 'postgres'),
      keys: ensureKeys(data),
      logFile: join(logs, 'postgres.log'),
      onSpawn,
    }),
  answers: ({ ports }) => answersSslRequest(ports.postgres),
};

/** `SSLRequest` of the protocol, which a process of its own answers with a letter before anybody has signed in. */
const SSL_REQUEST = Buffer.from([0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f]);

function answersSslRequest(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 5_000 });
    const end = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => socket.write(SSL_REQUEST));
    socket.once('data', (data) => end(data[0] === 'N'.charCodeAt(0) || data[0] === 'S'.charCodeAt(0)));
    for (const event of ['error', 'close', 'timeout']) socket.once(event, () => end(false));
  });
}
