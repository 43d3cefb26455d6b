import { cpuSeconds } from './cpu-seconds.ts';

/** CPU seconds, or cores kept busy, by process. */
export type Cores = Record<string, number>;

/** CPU seconds of this process so far. */
export function ownSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** CPU seconds of the DynamoDB engine so far. */
export const engineSeconds = () => cpuSeconds(Number(process.env.BENCH_ENGINE_PID));

/** Cores that each process kept busy between two readings of its CPU seconds. */
export const coresBetween = (before: Cores, after: Cores, seconds: number): Cores =>
  Object.fromEntries(
    Object.entries(after).map(([part, cpu]) => [part, (cpu - (before[part] ?? 0)) / seconds]),
  );

/** Names the process at or near its limit; each process does most of its work on one core. */
export function bottleneck(cores: Cores): string {
  const [[part, most]] = Object.entries(cores).sort(([, one], [, other]) => other - one) as [
    [string, number],
  ];
  return most < 0.5 ? 'waiting' : part;
}
