import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';

const types: Record<string, string> = { '.js': 'text/javascript', '.css': 'text/css' };

/** Sends the scripts and styles of a build as CloudFront does, compressed and to be kept: Vite's preview does not. */
export function compressed(folder: string): Plugin {
  const compress = keeping(async (name) => gzipSync(await readFile(join(folder, 'assets', name))));
  return {
    name: 'compressed',
    configurePreviewServer: ({ middlewares }) => {
      middlewares.use('/assets', async ({ url = '' }, response, next) => {
        const type = types[extname(url)];
        const content = type && (await compress(url).catch(() => undefined));
        if (!content) return next();
        response.setHeader('content-type', type);
        response.setHeader('content-encoding', 'gzip');
        response.setHeader('cache-control', 'public, max-age=31536000, immutable');
        response.end(content);
      });
    },
  };
}

function keeping<T>(work: (name: string) => Promise<T>): (name: string) => Promise<T> {
  const kept = new Map<string, Promise<T>>();
  return (name) => {
    const found = kept.get(name) ?? work(name);
    kept.set(name, found);
    return found;
  };
}
