import { join } from 'node:path';
import { type Child, type ChildCommand, startChild } from '../child.ts';
import { callersEnvironment } from '../environment.ts';
import { type LocalSettings, root, serviceEnvironment } from '../settings.ts';
import { buildPage, vite } from './build.ts';

/**
 * Starts the web application: the built page, or Vite's development server, which shows a change at once and takes six
 * times the memory.
 */
export async function startWeb(settings: LocalSettings, onSpawn?: ChildCommand['onSpawn']): Promise<Child> {
  const port = String(settings.ports.web);
  const page = join(settings.data, 'web');
  if (!settings.webDevServer) await buildPage(page);
  return startChild({
    part: 'web',
    file: process.execPath,
    args: settings.webDevServer
      ? [vite, '--host', 'localhost', '--port', port, '--strictPort']
      : [join(import.meta.dirname, 'serve.ts'), page, port],
    cwd: join(root, 'services/web'),
    env: { ...callersEnvironment, ...serviceEnvironment(settings) },
    logFile: join(settings.logs, 'web.log'),
    onSpawn,
  });
}
