import { join } from 'node:path';
import { type Child, type ChildCommand, startChild } from '../child.ts';
import { callersEnvironment } from '../environment.ts';
import { type LocalSettings, root, type Service, serviceEnvironment, services } from '../settings.ts';
import type { HostSettings } from './host-settings.ts';

/** Starts the services, or some of them, in one process. */
export async function startServices(
  settings: LocalSettings,
  onSpawn?: ChildCommand['onSpawn'],
  names: readonly Service[] = services,
): Promise<Child> {
  const hosted: HostSettings = {
    root,
    functions: join(settings.data, 'functions'),
    services: names.map((name) => ({ name, options: optionsOf(name, settings) })),
  };
  return startChild({
    part: 'services',
    file: process.execPath,
    args: [join(import.meta.dirname, 'host.ts'), JSON.stringify(hosted)],
    env: { ...callersEnvironment, ...serviceEnvironment(settings) },
    logFile: join(settings.logs, 'services.log'),
    onSpawn,
  });
}

/** The options for `sls offline start`. The stream service has WebSockets, but no HTTP API. */
function optionsOf(name: Service, { ports }: LocalSettings): Record<string, string> {
  return {
    lambdaPort: String(ports[`${name}-functions`]),
    ...(name === 'stream'
      ? { websocketPort: String(ports['stream-sockets']) }
      : { httpPort: String(ports[name]) }),
  };
}
