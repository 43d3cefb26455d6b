import { readLog } from '../test/read-log.ts';

/** Metrics that a function logs, by name. */
export interface MetricsLine {
  pattern: string;
  read_units: number;
  write_units: number;
  milliseconds: number;
}

/** Runs `work` and reads the one metrics line that it logs, as CloudWatch would. */
export async function metricsOf(work: () => Promise<unknown>): Promise<MetricsLine> {
  const line = (await logged(work)).find((fields) => '_aws' in fields);
  if (!line) throw new Error('The function logged no metrics.');
  return line as unknown as MetricsLine;
}

/** Runs `work` and reads the lines that it logs. */
export async function logged(work: () => Promise<unknown>): Promise<Record<string, unknown>[]> {
  const log = readLog();
  try {
    await work();
  } finally {
    log.end();
  }
  return log.linesWith('{"');
}
