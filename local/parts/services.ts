import { request } from 'node:http';
import { answersHttp, isHealthy } from '../child.ts';
import { startServices } from '../services/start.ts';
import { host } from '../settings.ts';
import type { Part } from './part.ts';

/** The functions behind their APIs, and the event source mappings. */
export const services: Part = {
  name: 'services',
  kind: 'service',
  ports: () => [
    ...(['users', 'messaging'] as const),
    ...(['users-functions', 'messaging-functions', 'stream-functions', 'stream-sockets'] as const),
  ],
  kept: ['functions', 'event-source-mappings'],
  addresses: ({ ports }) => ({
    users: `http://${host}:${ports.users}`,
    messaging: `http://${host}:${ports.messaging}`,
    sockets: `ws://${host}:${ports['stream-sockets']}`,
  }),
  start: (settings, onSpawn) => startServices(settings, onSpawn),
  answers: async ({ ports }) => {
    const answers = await Promise.all([
      isHealthy(`http://${host}:${ports.users}/api/health/users`),
      isHealthy(`http://${host}:${ports.messaging}/api/health/messaging`),
      answersHttp(`http://${host}:${ports['stream-functions']}`),
      refusesStranger(ports['stream-sockets']),
    ]);
    return answers.every(Boolean);
  },
};

/** Opens a WebSocket without a token. A function refuses it, so a refusal shows that functions run there. */
function refusesStranger(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const headers = {
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
    };
    const handshake = request({ host, port, headers, timeout: 5_000 });
    handshake.once('response', (response) => {
      response.resume();
      resolve(response.statusCode === 401);
    });
    handshake.once('timeout', () => handshake.destroy());
    handshake.once('error', () => resolve(false));
    handshake.end();
  });
}
