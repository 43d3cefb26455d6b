import { readdir, readFile } from 'node:fs/promises';

/** Megabytes of a process and all its descendants: proportional set size, which counts a shared page once. */
export async function treeMemory(pid: number): Promise<number> {
  const own = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '');
  const [, kilobytes = 0] = /^Pss:\s+(\d+) kB/m.exec(own) ?? [];
  const below = await Promise.all((await childrenOf(pid)).map(treeMemory));
  return below.reduce((sum, megabytes) => sum + megabytes, Number(kilobytes) / 1000);
}

/** A thread of any process may have started children, so each is asked. */
async function childrenOf(pid: number): Promise<number[]> {
  const threads = await readdir(`/proc/${pid}/task`).catch(() => []);
  const lists = await Promise.all(
    threads.map((thread) => readFile(`/proc/${pid}/task/${thread}/children`, 'utf8').catch(() => '')),
  );
  return lists.flatMap((list) => list.trim().split(' ').filter(Boolean).map(Number));
}
