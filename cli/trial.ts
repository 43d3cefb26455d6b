import { once } from 'node:events';
import type { LocalSettings } from '../local/settings.ts';
import type { DataStep } from '../local/up.ts';
import { CommandFailed } from './errors.ts';
import { SAMPLE_PASSWORD, samplePeople } from './sample/people.ts';
import { localUserPool, signIn } from './user-pool.ts';

const LIMIT_MS = 15_000;

/** Readiness check: a browser's first requests, through the same addresses. Stores nothing. */
export function trial(local: LocalSettings): DataStep[] {
  return [{ title: 'a request, a send and a frame', work: () => tryAll(local) }];
}

async function tryAll(local: LocalSettings): Promise<void> {
  const { webOrigin: origin } = local;
  const [{ email }] = samplePeople as unknown as [{ email: string }];
  const token = await signIn(localUserPool(local), email, SAMPLE_PASSWORD);
  const list = await ask(`${origin}/api/message_groups`, token);
  if (list.status !== 200)
    throw new CommandFailed(
      `The services do not work: the list of conversations answered status ${list.status}. See the logs.`,
    );
  const blank = await ask(`${origin}/api/messages`, token, { message: ' ', handle: 'londo' });
  if (blank.status !== 422)
    throw new CommandFailed(
      `The services do not work: a send answered status ${blank.status}. See the logs.`,
    );
  await ping(`${origin.replace(/^http/, 'ws')}/ws`, token);
}

function ask(url: string, token: string, body?: object): Promise<Response> {
  return fetch(url, {
    method: body ? 'POST' : 'GET',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(LIMIT_MS),
  });
}

async function ping(url: string, token: string): Promise<void> {
  const socket = new WebSocket(url, ['cruddur.v1', token]);
  const signal = AbortSignal.timeout(LIMIT_MS);
  try {
    await once(socket, 'open', { signal });
    socket.send('{"action":"ping"}');
    const [{ data }] = (await once(socket, 'message', { signal })) as [MessageEvent];
    if (JSON.parse(data).type !== 'pong') throw new Error(data);
  } catch (cause) {
    throw new CommandFailed(
      'The services do not work: a WebSocket does not open, or a ping is not answered. See the logs.',
      { cause },
    );
  } finally {
    socket.close();
  }
}
