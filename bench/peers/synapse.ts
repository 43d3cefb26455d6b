import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { claimPort } from '../../local/port.ts';
import { host } from '../../local/settings.ts';
import { textOf } from '../people.ts';
import { treeMemory } from '../process-tree.ts';
import { ask, GROUPS, type Live, MESSAGES, type Peer } from './peer.ts';

const SECRET = 'bench';
const START_LIMIT_MS = 60_000;

/**
 * Matrix Synapse on SQLite, without limits of its own, with two people in a room that is measured and one of them in
 * 24 more.
 *
 * @param python the interpreter of a virtual environment that has `matrix-synapse`.
 */
export async function startSynapse(python: string, folder: string) {
  const port = await claimPort('synapse', 0);
  const origin = `http://${host}:${port}`;
  const config = await configure(folder, port);
  await promisify(execFile)(python, ['-m', 'synapse.app.homeserver', '--generate-keys', '-c', config]);
  const server = spawn(python, ['-m', 'synapse.app.homeserver', '-c', config], { stdio: 'ignore' });
  const stop = async () => {
    const ended = once(server, 'exit');
    server.kill('SIGTERM');
    await ended;
  };
  try {
    await untilReady(origin, () => server.exitCode !== null);
    return { peer: await prepare(origin, folder, python, config, server.pid ?? 0), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Limits that no bench reaches; the rest is what `generate-config` writes. */
async function configure(folder: string, port: number): Promise<string> {
  await mkdir(folder, { recursive: true });
  const unlimited = { per_second: 1e6, burst_count: 1e6 };
  const logging = join(folder, 'log.yaml');
  const settings = {
    server_name: 'bench.test',
    pid_file: join(folder, 'pid'),
    listeners: [
      {
        port,
        type: 'http',
        bind_addresses: [host],
        tls: false,
        resources: [{ names: ['client'], compress: false }],
      },
    ],
    database: { name: 'sqlite3', args: { database: join(folder, 'homeserver.db') } },
    log_config: logging,
    media_store_path: join(folder, 'media'),
    signing_key_path: join(folder, 'signing.key'),
    registration_shared_secret: SECRET,
    report_stats: false,
    trusted_key_servers: [],
    rc_message: unlimited,
    rc_registration: unlimited,
    rc_login: { address: unlimited, account: unlimited, failed_attempts: unlimited },
    rc_joins: { local: unlimited, remote: unlimited },
    rc_joins_per_room: unlimited,
    rc_invites: { per_room: unlimited, per_user: unlimited, per_issuer: unlimited },
    rc_room_creation: unlimited,
  };
  // JSON is YAML.
  await writeFile(logging, JSON.stringify({ version: 1, root: { level: 'ERROR', handlers: [] } }));
  const file = join(folder, 'homeserver.yaml');
  await writeFile(file, JSON.stringify(settings));
  return file;
}

async function untilReady(origin: string, hasEnded: () => boolean): Promise<void> {
  const deadline = Date.now() + START_LIMIT_MS;
  while (
    !(await fetch(`${origin}/_matrix/client/versions`).then(
      ({ ok }) => ok,
      () => false,
    ))
  ) {
    if (hasEnded() || Date.now() > deadline) throw new Error('Synapse did not start.');
    await pause(50);
  }
}

async function prepare(
  origin: string,
  folder: string,
  python: string,
  config: string,
  pid: number,
): Promise<Peer> {
  const client = `${origin}/_matrix/client/v3`;
  const [ann, ben] = [await signUp('ann'), await signUp('ben')];
  const rooms: string[] = [];
  for (let n = 0; n < GROUPS; n++) rooms.push(await makeRoom());
  const [room = ''] = rooms;
  for (let n = 0; n < MESSAGES; n++) await sendTo(room, n % 2 ? ben : ann, textOf(n));
  const roomPath = (id: string) => `/_matrix/client/v3/rooms/${encodeURIComponent(id)}`;
  const filter = encodeURIComponent(JSON.stringify({ room: { timeline: { limit: 1 } } }));
  return {
    name: 'Synapse',
    origin,
    headers: { authorization: `Bearer ${ann}` },
    send: (text) => ({
      path: `${roomPath(room)}/send/m.room.message`,
      method: 'POST',
      body: JSON.stringify({ msgtype: 'm.text', body: text }),
    }),
    page: { path: `${roomPath(room)}/messages?dir=b&limit=20` },
    list: { path: `/_matrix/client/v3/sync?timeout=0&filter=${filter}` },
    listen: () => listen(),
    memory: () => treeMemory(pid),
  };

  async function signUp(name: string): Promise<string> {
    const register = [
      '-m',
      'synapse._scripts.register_new_matrix_user',
      '-u',
      name,
      '-p',
      'bench',
      '--no-admin',
    ];
    await promisify(execFile)(python, [...register, '-c', config, origin], { cwd: folder });
    const body = {
      type: 'm.login.password',
      identifier: { type: 'm.id.user', user: name },
      password: 'bench',
    };
    const { access_token } = (await ask(`${client}/login`, { method: 'POST', body })) as {
      access_token: string;
    };
    return access_token;
  }

  async function makeRoom(): Promise<string> {
    const invited = { preset: 'trusted_private_chat', is_direct: true, invite: ['@ben:bench.test'] };
    const { room_id } = (await as(ann, 'POST', '/createRoom', invited)) as { room_id: string };
    await as(ben, 'POST', `/join/${encodeURIComponent(room_id)}`, {});
    await sendTo(room_id, ann, textOf(0));
    return room_id;
  }

  function as(token: string, method: string, path: string, body: unknown) {
    return ask(`${client}${path}`, { method, body, headers: { authorization: `Bearer ${token}` } });
  }

  function sendTo(id: string, token: string, text: string) {
    const path = `/rooms/${encodeURIComponent(id)}/send/m.room.message`;
    return as(token, 'POST', path, { msgtype: 'm.text', body: text });
  }

  /** The long poll of the other member, as Matrix clients hear of messages. */
  async function listen(): Promise<Live> {
    const heard: string[] = [];
    const headers = { authorization: `Bearer ${ben}` };
    const sync = async (more: string) => (await ask(`${client}/sync?${more}`, { headers })) as Synced;
    let { next_batch } = await sync(`timeout=0&filter=${filter}`);
    return {
      async next() {
        while (heard.length === 0) {
          const synced = await sync(`timeout=10000&since=${next_batch}`);
          next_batch = synced.next_batch;
          const events = synced.rooms?.join?.[room]?.timeline.events ?? [];
          heard.push(...events.flatMap(({ content }) => content.body ?? []));
        }
        return heard.shift() as string;
      },
      close() {},
    };
  }
}

interface Synced {
  next_batch: string;
  rooms?: { join?: Record<string, { timeline: { events: { content: { body?: string } }[] } }> };
}
