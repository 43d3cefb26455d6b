import { readdir, readFile } from 'node:fs/promises';
import { cpuSeconds } from './cpu-seconds.ts';

/** Megabytes of a process and all its descendants: proportional set size, which counts a shared page once. */
export async function treeMemory(pid: number): Promise<number> {
  const sizes = await Promise.all((await treeOf(pid)).map(memoryOf));
  return sizes.reduce((sum, megabytes) => sum + megabytes, 0);
}

/** CPU seconds of a process and all its descendants so far. */
export async function treeSeconds(pid: number): Promise<number> {
  const found = await Promise.all((await treeOf(pid)).map(cpuSeconds));
  return found.reduce((sum, seconds) => sum + (seconds || 0), 0);
}

async function memoryOf(pid: number): Promise<number> {
  const [, kilobytes = 0] = /^Pss:\s+(\d+) kB/m.exec(await read(`/proc/${pid}/smaps_rollup`)) ?? [];
  return Number(kilobytes) / 1000;
}

/** The process of a local cloud that is its DynamoDB engine. */
export async function engineBelow(pid: number): Promise<number> {
  for (const one of await treeOf(pid)) {
    if (/^(dynoxide|java)/.test(await read(`/proc/${one}/comm`))) return one;
  }
  throw new Error('The local cloud has no DynamoDB engine of its own.');
}

/** A process and all its descendants. A thread of any process may have started children, so each is asked. */
async function treeOf(pid: number): Promise<number[]> {
  const threads = await readdir(`/proc/${pid}/task`).catch(() => []);
  const lists = await Promise.all(threads.map((thread) => read(`/proc/${pid}/task/${thread}/children`)));
  const children = lists.flatMap((list) => list.trim().split(' ').filter(Boolean).map(Number));
  return [pid, ...(await Promise.all(children.map(treeOf))).flat()];
}

/** Empty if the process has ended. */
const read = (file: string) => readFile(file, 'utf8').catch(() => '');
