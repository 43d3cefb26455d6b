import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { answersHttp, type ChildCommand, startChild, untilReady } from './child.ts';
import { type LocalSettings, root, serviceEnvironment } from './settings.ts';

const folder = join(root, 'services/web');

export const hasWeb = () => existsSync(join(folder, 'vite.config.ts'));

/** Starts the web application under Vite, which proxies the services, so that the browser sees one origin. */
export async function startWeb(settings: LocalSettings, onSpawn?: ChildCommand['onSpawn']) {
  const vite = dirname(createRequire(import.meta.url).resolve('vite/package.json'));
  const port = settings.ports.web;
  const child = startChild({
    part: 'web',
    file: process.execPath,
    args: [join(vite, 'bin/vite.js'), '--host', 'localhost', '--port', String(port), '--strictPort'],
    cwd: folder,
    env: { ...process.env, ...serviceEnvironment(settings) },
    logFile: join(settings.logs, 'web.log'),
    onSpawn,
  });
  await untilReady(child, () => answersHttp(settings.webOrigin));
  return { ...child, port, url: settings.webOrigin };
}
