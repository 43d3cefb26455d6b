import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { claimPort } from '../local/port.ts';
import { serviceEnvironment, sharedEnvironment } from '../local/settings.ts';
import { generousLimits } from '../test/limits.ts';
import { localKeys } from '../test/local-keys.ts';
import type { LocalCloud } from './local-cloud.ts';

/** Functions that a process of their own serves at a port; it ends by `child.disconnect()`. */
export interface Served {
  child: ChildProcess;
  port: number;
}

/** The functions on the stores of a local cloud, behind a plain HTTP server. */
export const serveDirectly = ({ settings }: LocalCloud): Promise<Served> =>
  serve('http-server.ts', [], {
    ...sharedEnvironment(settings),
    POSTGRES_URL: settings.postgresUrl,
    AWS_LAMBDA_FUNCTION_NAME: 'bench',
  });

/** The same by `serverless-offline` as it comes, in one of its two ways to run functions; bundles go to `folder`. */
export async function serveByOffline(
  { settings }: LocalCloud,
  folder: string,
  way: 'worker' | 'process',
): Promise<Served> {
  const ports = [await claimPort('http', 0), await claimPort('lambda', 0)].map(String);
  return serve('stock-offline.ts', [folder, ...ports, way], serviceEnvironment(settings));
}

async function serve(file: string, args: string[], env: NodeJS.ProcessEnv): Promise<Served> {
  const { PATH, HOME } = process.env;
  const child = fork(join(import.meta.dirname, file), args, {
    env: { PATH, HOME, CRUDDUR_LIMITS: generousLimits, ...localKeys, ...env },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const { promise: ended, reject } = Promise.withResolvers<never>();
  child.once('exit', () => reject(new Error(`${file} ended before it was ready.`)));
  ended.catch(() => {});
  const [{ port }] = (await Promise.race([once(child, 'message'), ended])) as [{ port: number }];
  return { child, port };
}
