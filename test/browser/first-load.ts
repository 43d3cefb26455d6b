import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Manifest } from 'vite';
import { theCloud } from './cloud.ts';

/**
 * What the browser loads before it shows a page, in KB compressed by gzip: the document, and the scripts and styles of
 * the entry and of lazy `modules`, such as `pages/settings-page.tsx`. By the build's manifest, not by what a browser
 * loads: that includes what it loads ahead.
 */
async function firstLoad(modules: readonly string[]): Promise<number> {
  const inBuild = (file: string) => readFile(join(theCloud().data, 'dist', file));
  const manifest: Manifest = JSON.parse(String(await inBuild('.vite/manifest.json')));
  const theme = String(await inBuild('index.html')).match(/assets\/theme-\w+\.js/)?.[0] ?? fail('The theme');
  const files = new Set(['index.html', theme]);
  const add = (name: string) => {
    const { file, css = [], imports = [] } = manifest[name] ?? fail(name);
    if (files.has(file)) return;
    for (const each of [file, ...css]) files.add(each);
    imports.forEach(add);
  };
  for (const name of ['index.html', ...modules.map((module) => `src/${module}`)]) add(name);
  const sizes = await Promise.all(
    [...files].map(async (file) => gzipSync(await inBuild(file), { level: 9 }).length),
  );
  return Math.round(sizes.reduce((sum, size) => sum + size, 0) / 1000);
}

/** The first load of each kind of page. */
export async function firstLoads(): Promise<{ toSignIn: number; toRead: number }> {
  const shell = ['shell/shell.tsx', 'pages/messages-page.tsx', 'pages/conversation-page.tsx'];
  const [toSignIn, toRead] = await Promise.all([firstLoad([]), firstLoad(shell)]);
  return { toSignIn, toRead };
}

function fail(name: string): never {
  throw new Error(`${name} is no chunk of the build.`);
}
