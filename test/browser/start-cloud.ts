import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { build, preview } from 'vite';
import { ensureKeys } from '../../local/keys.ts';
import { claimPort } from '../../local/port.ts';
import {
  defaultPorts,
  localSettings,
  type Ports,
  serviceEnvironment,
  sharedEnvironment,
} from '../../local/settings.ts';
import { startCruddur } from '../cruddur.ts';
import { generousLimits } from '../limits.ts';
import { findBrowser } from './browser.ts';
import { tellCloud } from './cloud.ts';
import { compressed } from './compressed.ts';

const START_LIMIT = 300_000;
const configFile = join(import.meta.dirname, '../../services/web/vite.config.ts');

/** Jest's global setup: starts the local cloud by its command, and serves the application as deployed. */
export default async function startCloud(): Promise<void> {
  findBrowser();
  const data = mkdtempSync(join(tmpdir(), 'cruddur-e2e-'));
  const ports = await freePorts();
  // The data folder has no keys before the first start of the cloud.
  ensureKeys(data);
  const settings = localSettings(ports, data);
  const moved = Object.entries(settings.ports).flatMap(([name, port]) => ['--port', `${name}=${port}`]);
  const up = ['local', 'up', '--dev-server', '--data', data, ...moved];
  const cloud = startCruddur(up, { CRUDDUR_LIMITS: generousLimits });
  const parts = Promise.all([serveBuild(data, serviceEnvironment(settings)), untilReady(cloud)]);
  const [site] = await parts.catch(async (error) => {
    process.kill(cloud.pid, 'SIGTERM');
    await cloud.done;
    throw error;
  });
  // For tests that write many items directly, by the shared layers.
  Object.assign(process.env, sharedEnvironment(settings), { AWS_LAMBDA_FUNCTION_NAME: 'test' });
  tellCloud({
    web: site.url,
    development: settings.webOrigin,
    cognito: settings.cognitoEndpoint,
    data,
  });
  Object.assign(globalThis, { cruddurE2e: { cloud, site, data } });
}

async function freePorts(): Promise<Ports> {
  const claims = Object.keys(defaultPorts).map(async (name) => [name, await claimPort(name, 0)]);
  return Object.fromEntries(await Promise.all(claims));
}

async function serveBuild(data: string, environment: NodeJS.ProcessEnv) {
  Object.assign(process.env, environment);
  const outDir = join(data, 'dist');
  // The manifest tells which files a page loads: test/browser/first-load.ts.
  await asDeployed(() => build({ configFile, logLevel: 'error', build: { outDir, manifest: true } }));
  const port = await claimPort('preview', 0);
  const server = await preview({
    ...{ configFile, logLevel: 'silent', plugins: [compressed(outDir)] },
    ...{ preview: { port }, build: { outDir } },
  });
  return { url: `http://localhost:${port}`, close: () => server.close() };
}

/** Jest's NODE_ENV would build React for development: larger, slower, and with every effect run twice. */
async function asDeployed(work: () => Promise<unknown>): Promise<void> {
  const { NODE_ENV } = process.env;
  process.env.NODE_ENV = 'production';
  await work();
  process.env.NODE_ENV = NODE_ENV;
}

async function untilReady(cloud: ReturnType<typeof startCruddur>): Promise<void> {
  const deadline = Date.now() + START_LIMIT;
  let hasEnded = false;
  void cloud.done.then(() => {
    hasEnded = true;
  });
  while (!cloud.output().includes('is ready')) {
    if (hasEnded || Date.now() > deadline)
      throw new Error(`The local cloud did not start:\n${cloud.output()}`);
    await pause(50);
  }
}
