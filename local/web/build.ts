import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { glob, readFile, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { callersEnvironment } from '../environment.ts';
import { PartFailed } from '../errors.ts';
import { root } from '../settings.ts';

/** Source files of the built page. */
const sources = [
  'services/web/**/*.{ts,tsx,css,html,json,svg,png,js,webmanifest}',
  'client/**/*.ts',
  'shared/contract/**/*.ts',
];

export const vite = join(dirname(createRequire(import.meta.url).resolve('vite/package.json')), 'bin/vite.js');

/**
 * Builds the web application into `folder` as deployed, unless the build there is up to date.
 *
 * @throws PartFailed
 */
export async function buildPage(folder: string): Promise<void> {
  const stamp = join(folder, '.built-from');
  const state = await sourceState();
  if ((await readFile(stamp, 'utf8').catch(() => '')) === state) return;
  const args = [vite, 'build', '--outDir', folder, '--emptyOutDir', '--logLevel', 'error'];
  const options = { cwd: join(root, 'services/web'), env: { ...callersEnvironment, NODE_ENV: 'production' } };
  await promisify(execFile)(process.execPath, args, options).catch((error: Error & { stderr?: string }) => {
    throw new PartFailed(
      'web',
      'the page could not be built',
      (error.stderr || error.message).trim().split('\n'),
    );
  });
  await writeFile(stamp, state);
}

/** A value that changes when a file is changed, added or removed. */
async function sourceState(): Promise<string> {
  const hash = createHash('sha256');
  const found: string[] = [];
  const exclude = (name: string) => name.includes('node_modules') || name.includes('/dist');
  for await (const file of glob([...sources, 'package-lock.json'], { cwd: root, exclude })) found.push(file);
  for (const file of found.sort()) {
    const { mtimeMs, size } = await stat(join(root, file));
    hash.update(`${file} ${mtimeMs} ${size}\n`);
  }
  return hash.digest('hex');
}
