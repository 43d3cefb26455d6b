import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { build, type Plugin as EsbuildPlugin } from 'esbuild';
import type { Plugin } from 'vite';

const WORKER = 'worker.js';
/** The settings of a stage are fetched each time, and the worker is kept by the browser itself. */
const NOT_KEPT = ['config.json', WORKER];
/** Emoji in each language: the browser keeps those that it loaded once by itself, since their names are hashed. */
const EMOJI = /^assets\/.*emoji-[a-z]{2}-[\w-]{8}\.js$/;

/** Builds the service worker of `entry` with the list of the built files: it keeps them for opening the page offline. */
export function serviceWorker(entry: string): Plugin {
  let folder = '';
  return {
    name: 'service-worker',
    apply: 'build',
    configResolved: ({ root, build: { outDir } }) => {
      folder = resolve(root, outDir);
    },
    writeBundle: {
      order: 'post',
      sequential: true,
      handler: async () => {
        const files = (await filesOf(folder)).filter((file) => !NOT_KEPT.includes(file) && !EMOJI.test(file));
        const shell = { version: await digestOf(folder, files), files: files.map(toPath) };
        await build({
          entryPoints: [entry],
          outfile: join(folder, WORKER),
          bundle: true,
          minify: true,
          format: 'iife',
          target: 'es2023',
          plugins: [withoutReact],
          define: { SHELL: JSON.stringify(shell) },
        });
      },
    },
  };
}

/** Modules of the page that have hooks are used in the worker, and hooks are not: React is left out. */
const withoutReact: EsbuildPlugin = {
  name: 'without-react',
  setup: ({ onResolve }) =>
    onResolve({ filter: /^react$/ }, ({ path }) => ({ path, external: true, sideEffects: false })),
};

/** Without hidden ones, which tell of the build. */
async function filesOf(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => relative(folder, join(parentPath, name)))
    .filter((file) => !/(^|\/)\./.test(file))
    .sort();
}

/** Changes with the name or the content of any file: then browsers install the worker anew. */
async function digestOf(folder: string, files: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const file of files) hash.update(`${file}\0`).update(await readFile(join(folder, file)));
  return hash.digest('hex').slice(0, 16);
}

const toPath = (file: string) => (file === 'index.html' ? '/' : `/${file}`);
