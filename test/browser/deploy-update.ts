import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { theCloud } from './cloud.ts';

/** Changes the served build, as a deployment does. Returns a function that puts the old one back. */
export async function deployUpdate(): Promise<() => Promise<void>> {
  const inBuild = (file: string) => join(theCloud().data, 'dist', file);
  const change = async (file: string, from: RegExp | string, to: string) => {
    const before = await readFile(inBuild(file), 'utf8');
    await writeFile(inBuild(file), before.replace(from, to));
    return () => writeFile(inBuild(file), before);
  };
  const undo = [
    await change('index.html', '<head>', '<head><meta name="update">'),
    await change('worker.js', /version:"\w+"/, 'version:"update"'),
  ];
  return async () => {
    for (const each of undo) await each();
  };
}

/** Runs in the page: ends when the new worker has taken over. */
export async function takeUpdate(): Promise<void> {
  const taken = new Promise((resolve) => {
    navigator.serviceWorker.addEventListener('controllerchange', resolve, { once: true });
  });
  await (await navigator.serviceWorker.ready).update();
  await taken;
}
