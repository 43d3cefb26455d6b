import { bars } from './chart.ts';
import type { Section, SectionOptions } from './section.ts';
import { mean, percentile, round } from './statistics.ts';
import { type Pair, preparePairs } from './warm-pairs.ts';

/** Times in milliseconds, one for each call. */
interface Times {
  wall: number[];
  cpu: number[];
}

export async function run({ quick, progress }: SectionOptions): Promise<Section> {
  const [warmUp, calls] = quick ? [5, 25] : [100, 400];
  const results = [];
  for (const pair of await preparePairs(warmUp + calls)) {
    progress(pair.pattern);
    results.push({ pattern: pair.pattern, ...(await measure(pair, warmUp, calls)) });
  }
  return {
    title: 'A warm function',
    intro: [
      `Each function is called in its process with a real event of API Gateway, ${calls} times after ${warmUp} to warm up; each time the bare calls are made right before or after it: the SDK calls (and for C the statements) that the pattern needs, with the same client. CPU is the process's own, all threads. The function also looks at the token, validates, logs, and parses and writes JSON; it has seen the caller and the token before, as after the first request of a page.`,
      'C reads both names again once its rows are there, because a rename may have come between ([decision 4](decisions/0004-names-follow-a-rename.md)): correct behaviour needs that statement, so it is one of the bare calls. So are the counters of C and D that hold the limits, and the look at a block in C. The row below shows C beside bare calls without it, which would now and then leave an old name behind.',
      'Goals: p50 at most 1.3 times the bare calls, CPU at most 1.5 times.',
    ],
    tables: [
      {
        title: 'A function and its bare calls, milliseconds',
        columns: [
          'pattern',
          'p50',
          'bare p50',
          'p50 ratio',
          'p99',
          'bare p99',
          'CPU',
          'bare CPU',
          'CPU ratio',
        ],
        rows: results.map(({ pattern, handler, bare }) => [pattern, ...compare(handler, bare)]),
      },
    ],
    charts: [
      {
        name: 'warm',
        alt: 'Median time of each function beside the bare calls that its pattern needs',
        spec: bars(
          'A warm function and its bare calls, p50',
          results.flatMap(({ pattern, handler, bare }) => [
            { pattern, series: 'bare calls', ms: percentile(bare.wall, 0.5) },
            { pattern, series: 'function', ms: percentile(handler.wall, 0.5) },
          ]),
          {
            x: { field: 'pattern', title: '' },
            y: { field: 'ms', title: 'milliseconds' },
            series: { field: 'series', order: ['bare calls', 'function'] },
          },
        ),
      },
    ],
  };
}

function compare(handler: Times, bare: Times): number[] {
  const at = (times: Times, share: number) => percentile(times.wall, share);
  return [
    at(handler, 0.5),
    at(bare, 0.5),
    at(handler, 0.5) / at(bare, 0.5),
    at(handler, 0.99),
    at(bare, 0.99),
    mean(handler.cpu),
    mean(bare.cpu),
    mean(handler.cpu) / mean(bare.cpu),
  ].map(round);
}

/** Interleaves both, so that other load on the machine affects both alike. */
async function measure(pair: Pair, warmUp: number, calls: number): Promise<{ handler: Times; bare: Times }> {
  const handler: Times = { wall: [], cpu: [] };
  const bare: Times = { wall: [], cpu: [] };
  for (let n = 0; n < warmUp + calls; n++) {
    await pair.reset?.();
    const both = [() => timed(() => pair.handler(n), handler), () => timed(() => pair.bare(n), bare)];
    for (const one of n % 2 ? both : both.reverse()) await one();
    if (n === warmUp - 1) for (const times of [handler, bare]) Object.assign(times, { wall: [], cpu: [] });
  }
  return { handler, bare };
}

async function timed(work: () => Promise<unknown>, times: Times): Promise<void> {
  const cpu = process.cpuUsage();
  const started = performance.now();
  await work();
  times.wall.push(performance.now() - started);
  const { user, system } = process.cpuUsage(cpu);
  times.cpu.push((user + system) / 1000);
}
