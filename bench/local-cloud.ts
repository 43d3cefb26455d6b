import { setTimeout as pause } from 'node:timers/promises';
import { ensureKeys } from '../local/keys.ts';
import { claimPort } from '../local/port.ts';
import { defaultPorts, host, type LocalSettings, localSettings, type Ports } from '../local/settings.ts';
import { routeOf } from '../shared/contract/routes.ts';
import { cruddur, startCruddur } from '../test/cruddur.ts';
import { generousLimits } from '../test/limits.ts';

const START_LIMIT_MS = 120_000;

/** A local cloud as `npm start` starts it, on free ports. */
export interface LocalCloud {
  settings: LocalSettings;
  pid: number;
  /** Seconds from the command to "is ready". */
  readySeconds: number;
  stop(): Promise<void>;
}

/** @param data the folder of its data; a fresh one makes a first start. */
export async function startLocalCloud(data: string): Promise<LocalCloud> {
  ensureKeys(data);
  const settings = localSettings(await freePorts(), data);
  const moved = Object.entries(settings.ports).flatMap(([name, port]) => ['--port', `${name}=${port}`]);
  const started = performance.now();
  const { pid, done, output } = startCruddur(['local', 'up', '--data', data, ...moved], {
    CRUDDUR_LIMITS: generousLimits,
  });
  let hasEnded = false;
  void done.then(() => {
    hasEnded = true;
  });
  while (!output().includes('is ready')) {
    const isTooLate = performance.now() - started > START_LIMIT_MS;
    if (isTooLate) process.kill(pid, 'SIGTERM');
    if (isTooLate || hasEnded) throw new Error(`The local cloud did not start:\n${output()}`);
    await pause(20);
  }
  return {
    settings,
    pid,
    readySeconds: (performance.now() - started) / 1000,
    stop: async () => {
      process.kill(pid, 'SIGTERM');
      await done;
    },
  };
}

async function freePorts(): Promise<Ports> {
  const claims = Object.keys(defaultPorts).map(async (name) => [name, await claimPort(name, 0)]);
  return Object.fromEntries(await Promise.all(claims));
}

/** A person of the sample data, signed in, with a message group of hers. */
export interface SamplePerson {
  token: string;
  message_group_uuid: string;
}

export async function signIn({ settings }: LocalCloud, handle: string): Promise<SamplePerson> {
  const { stdout, stderr } = await cruddur(['local', 'token', handle, '--data', settings.data]);
  const token = stdout.trim();
  const { path } = routeOf('listMessageGroups');
  const answer = await fetch(`http://${host}:${settings.ports.messaging}${path}`, {
    headers: { authorization: `Bearer ${token}` },
  });
  if (!answer.ok) throw new Error(`No message groups of ${handle}: ${answer.status} ${stderr}`);
  const [group] = (await answer.json()) as { uuid: string }[];
  if (!group) throw new Error(`${handle} has no message group.`);
  return { token, message_group_uuid: group.uuid };
}
