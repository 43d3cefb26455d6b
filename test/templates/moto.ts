import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { root } from '../../local/settings.ts';
import { noAccount } from './packages.ts';

/** A moto server, which emulates AWS on loopback. */
export interface Moto {
  url: string;
  /** The environment that points every AWS client to it. */
  env: NodeJS.ProcessEnv;
  /** The resource types that it only records, without creating anything. */
  standIns(): string[];
  stop(): Promise<void>;
}

export async function startMoto(port: number): Promise<Moto> {
  const python = join(process.env.CRUDDUR_PYTHON_TOOLS as string, 'bin/python');
  const child = spawn(python, [join(root, '.ci/moto-server.py'), String(port)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk) => output.push(String(chunk)));
  const url = `http://127.0.0.1:${port}`;
  await untilReady(url, child);
  return {
    url,
    env: {
      ...noAccount(),
      AWS_ENDPOINT_URL: url,
      AWS_ACCESS_KEY_ID: 'testing',
      AWS_SECRET_ACCESS_KEY: 'testing',
      AWS_REGION: 'eu-central-1',
      SLS_AWS_MONITORING_FREQUENCY: '200',
    },
    standIns: () => [...new Set(output.join('').match(/(?<=^stand-in )\S+/gm))].sort(),
    stop: async () => {
      child.kill();
      await once(child, 'exit');
    },
  };
}

async function untilReady(url: string, child: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 600; attempt++) {
    if (child.exitCode !== null) throw new Error('moto did not start');
    const answer = await fetch(`${url}/moto-api/`).catch(() => undefined);
    if (answer) return;
    await wait(100);
  }
  throw new Error('moto did not answer within a minute');
}
