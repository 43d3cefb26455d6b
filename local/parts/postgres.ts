import { connect } from 'node:net';
import { join } from 'node:path';
import { onSoundData } from '../damaged.ts';
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
  start: ({ ports, data, logs }, onSpawn) => {
    const dataDir = join(data, 'postgres');
    const logFile = join(logs, 'postgres.log');
    return onSoundData({ part: 'postgres', data: dataDir, signs: damage, logFile }, () =>
      startPostgres({ port: ports.postgres, dataDir, keys: ensureKeys(data), logFile, onSpawn }),
    );
  },
  answers: ({ ports }) => answersSslRequest(ports.postgres),
};

/** Matches the start errors of Postgres on damaged files. */
const damage = new RegExp(
  [
    'checkpoint record|control file|pg_control|relation mapping file|is not a valid data directory',
    'database files are incompatible|invalid (page|magic)|corrupt|contains invalid data|could not find the database system',
    'could not (open|read|access) (file|directory)[^\\n]*(No such file|Not a directory|read \\d+ of)',
  ].join('|'),
  'i',
);

/** `SSLRequest` of the protocol. A backend process answers it with one letter, before authentication. */
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
