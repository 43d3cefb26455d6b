import { readFile } from 'node:fs/promises';

/** In which Linux counts the CPU time of a process, as `getconf CLK_TCK` says. */
const TICKS_PER_SECOND = 100;

/** The CPU time of a process and its children that have ended, in seconds; NaN where there is no /proc. */
export async function cpuSeconds(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}
