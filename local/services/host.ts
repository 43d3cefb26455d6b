import { watch } from 'node:fs';
import { join } from 'node:path';
import ServerlessOffline from 'serverless-offline';
import ApiGateway from '../api-gateway/plugin.ts';
import EventSourceMapping from '../event-source-mapping/plugin.ts';
import { bundleFunctions, releaseBundler } from './bundle.ts';
import type { HostedService, HostSettings } from './host-settings.ts';
import { readService, type Serverless } from './service-definition.ts';

/**
 * Runs all services in one process. Does for each what `sls offline start` does in its folder, with the same plugins,
 * but without the framework, whose memory and start time each service would pay. `node host.ts SETTINGS`.
 */
const { root, functions, services } = JSON.parse(process.argv[2] ?? '{}') as HostSettings;

/** Drops the request lines of `serverless-offline`: the functions log more. */
const utilities = {
  log: {
    debug: () => {},
    info: () => {},
    verbose: () => {},
    notice: (line?: unknown) => isWorthALine(line) && console.log(line),
    warning: (...words: unknown[]) => console.warn(...words),
    error: (...words: unknown[]) => console.error(...words),
  },
};

// On a full disk only the log is lost.
for (const output of [process.stdout, process.stderr]) output.on('error', () => {});

const started = await Promise.all(services.map(start));
await releaseBundler();
for (const { plugins } of started)
  for (const { hooks } of plugins) await hooks['before:offline:start:init']?.();
for (const { plugins } of started) for (const { hooks } of plugins) await hooks['offline:start:init']?.();
console.log('all services are open');
for (const folder of ['services', 'shared']) watch(join(root, folder), { recursive: true }, changed);
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop());

async function start({ name, options }: HostedService): Promise<Started> {
  const serverless = await readService(join(root, 'services', name), options);
  const folder = join(functions, name);
  await bundleFunctions(serverless, folder);
  const settings = serverless.service.custom['serverless-offline'];
  serverless.service.custom['serverless-offline'] = { ...settings, location: folder };
  const offline = new ServerlessOffline(serverless, { ...options, noSponsor: true }, utilities);
  const plugins: Plugin[] = [new ApiGateway(serverless, options, utilities), offline];
  const hasStreams = serverless.service
    .getAllFunctions()
    .some((key) => serverless.service.getAllEventsInFunction(key).some((event) => 'stream' in event));
  if (hasStreams) plugins.push(new EventSourceMapping(serverless, options, utilities));
  return { serverless, folder, plugins, offline };
}

async function stop(): Promise<void> {
  const all = started.flatMap(({ plugins }) => plugins);
  await Promise.all(all.map(({ hooks }) => hooks['before:offline:start:end']?.()));
  await Promise.all(started.map(({ offline }) => offline.end(true)));
  process.exit(0);
}

let rebuild: NodeJS.Timeout | undefined;

/** Bundles a changed source again; later invocations run it. */
function changed(_event: string, file: string | null): void {
  if (!file?.match(/\.(ts|sql)$/) || /\.test\.ts$|node_modules|(^|\/)\./.test(file) || /^web\//.test(file))
    return;
  clearTimeout(rebuild);
  rebuild = setTimeout(() => void bundleAgain(), 200);
}

async function bundleAgain(): Promise<void> {
  try {
    await Promise.all(started.map(({ serverless, folder }) => bundleFunctions(serverless, folder)));
    for (const { plugins } of started)
      for (const { hooks } of plugins) await hooks['offline:functionsUpdated:cleanup']?.();
    console.log('the functions were rebuilt');
  } catch (error) {
    console.error(`the functions could not be rebuilt: ${(error as Error).message}`);
  } finally {
    await releaseBundler();
  }
}

function isWorthALine(line: unknown): boolean {
  return typeof line === 'string' && line !== '' && !/^(\(λ: |\w+ .* \(λ: |received connection)/.test(line);
}

interface Plugin {
  readonly hooks: Readonly<Record<string, () => unknown>>;
}

interface Started {
  readonly serverless: Serverless;
  readonly folder: string;
  readonly plugins: Plugin[];
  readonly offline: ServerlessOffline;
}
