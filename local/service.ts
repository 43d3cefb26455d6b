import { createRequire } from 'node:module';
import { join } from 'node:path';
import { answersHttp, type ChildCommand, startChild, untilReady } from './child.ts';
import { host, type LocalSettings, root, type Service, serviceEnvironment } from './settings.ts';

/** Starts a service with `sls offline start` in its folder and waits until it takes requests. */
export async function startService(
  service: Service,
  settings: LocalSettings,
  onSpawn?: ChildCommand['onSpawn'],
) {
  const { ports } = settings;
  const child = startChild({
    part: service,
    file: process.execPath,
    args: [
      createRequire(import.meta.url).resolve('serverless/bin/serverless.js'),
      ...['offline', 'start', '--stage', 'local', '--httpPort', String(ports[service])],
      ...['--lambdaPort', String(ports[`${service}-functions`])],
      ...(service === 'stream' ? ['--websocketPort', String(ports['stream-sockets'])] : []),
    ],
    cwd: join(root, 'services', service),
    env: { ...process.env, ...serviceEnvironment(settings) },
    logFile: join(settings.logs, `${service}.log`),
    onSpawn,
  });
  await untilReady(child, () => isReady(service, settings));
  return { ...child, port: ports[service], url: `http://${host}:${ports[service]}` };
}

/** The stream service has no route of its own; its functions can be invoked when it is ready. */
function isReady(service: Service, { ports }: LocalSettings): Promise<boolean> {
  if (service === 'stream') return answersHttp(`http://${host}:${ports['stream-functions']}`);
  return answersHttp(`http://${host}:${ports[service]}/api/health/${service}`, { well: true });
}
