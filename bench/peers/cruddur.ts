import { randomUUID } from 'node:crypto';
import { host } from '../../local/settings.ts';
import { routeOf } from '../../shared/contract/routes.ts';
import { connect, connectDatabase, disconnect } from '../../shared/postgres/client.ts';
import { insertUser } from '../../shared/postgres/users.ts';
import { type LocalCloud, signIn } from '../local-cloud.ts';
import { textOf } from '../people.ts';
import { treeMemory } from '../process-tree.ts';
import { ask, GROUPS, type Live, MESSAGES, type Peer } from './peer.ts';

/**
 * This system as two peers on the same stores: through the local cloud, and with the functions called directly.
 *
 * @param directPort where the functions answer behind a plain HTTP server.
 */
export async function prepareCruddur(cloud: LocalCloud, directPort: number): Promise<Peer[]> {
  const { settings, pid } = cloud;
  const origin = `http://${host}:${settings.ports.messaging}`;
  const me = await signIn(cloud, 'bayko');
  const headers = { authorization: `Bearer ${me.token}` };
  const send = (body: object) =>
    ask(`${origin}${routeOf('sendMessage').path}`, { method: 'POST', headers, body });
  connectDatabase(() => connect(settings.postgresMasterUrl));
  for (let n = 0; n < GROUPS; n++) {
    const handle = `peer${n}`;
    const email = `${handle}@example.test`;
    await insertUser({ handle, email, display_name: `Peer ${n}`, cognito_user_id: randomUUID() });
    await send({ handle, message: textOf(n) });
  }
  await disconnect();
  for (let n = 0; n < MESSAGES; n++)
    await send({ message_group_uuid: me.message_group_uuid, message: textOf(n) });
  const shared = {
    headers,
    send: (message: string) => ({
      path: routeOf('sendMessage').path,
      method: 'POST' as const,
      body: JSON.stringify({ message, message_group_uuid: me.message_group_uuid }),
    }),
    page: { path: routeOf('listMessages').path.replace(/\{\w+\}/, me.message_group_uuid) },
    list: { path: `${routeOf('listMessageGroups').path}?limit=${GROUPS}` },
  };
  return [
    {
      ...shared,
      name: 'local cloud',
      origin,
      listen: () => listen(cloud),
      memory: () => treeMemory(pid),
    },
    { ...shared, name: 'functions called directly', origin: `http://${host}:${directPort}` },
  ];
}

/** The WebSocket of the other member of the group. */
async function listen(cloud: LocalCloud): Promise<Live> {
  const { token } = await signIn(cloud, 'nwaliechinyere');
  const socket = new WebSocket(`ws://${host}:${cloud.settings.ports['stream-sockets']}`, [
    'cruddur.v1',
    token,
  ]);
  await new Promise((resolve, reject) => {
    socket.onopen = resolve;
    socket.onerror = () => reject(new Error('The WebSocket was refused.'));
  });
  const heard: string[] = [];
  let wake: (() => void) | undefined;
  socket.onmessage = ({ data }) => {
    const frames = String(data)
      .split('\n')
      .map((line) => JSON.parse(line));
    for (const { type, message } of frames) if (type === 'message') heard.push(message.message);
    wake?.();
  };
  return {
    async next() {
      while (heard.length === 0) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      return heard.shift() as string;
    },
    close: () => socket.close(),
  };
}
