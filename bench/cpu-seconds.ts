import { readFile } from 'node:fs/promises';

/** Unit in which Linux counts the CPU time of a process (`getconf CLK_TCK`). */
const TICKS_PER_SECOND = 100;

/** CPU seconds of a process and its ended children; NaN without /proc. */
export async function cpuSeconds(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}
