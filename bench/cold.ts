import { fork } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Bundle, bundle, type DeployedFunction, deployedFunctions } from './bundle.ts';
import { partsTable } from './bundle-parts.ts';
import { otherwise } from './bundled-otherwise.ts';
import { bars } from './chart.ts';
import { prepareEvents } from './cold-events.ts';
import type { Section, SectionOptions, Table } from './section.ts';
import { median, medianBounds, round } from './statistics.ts';

interface Candidate {
  name: string;
  file: string;
  bytes: number;
  inputs: Bundle['inputs'];
  event: (() => unknown) | undefined;
}

/**
 * Milliseconds from the start of loading; `answer` only if there is an event. `loadCpu` is the CPU time of the main
 * thread, which does all of the loading: the load time on an idle core.
 */
interface ColdStart {
  load: number;
  loadCpu: number;
  answer?: number;
  status?: number;
}

interface Pairs {
  candidate: Candidate;
  own: ColdStart[];
  minimal: ColdStart[];
}

/** Functions whose bundle parts are listed. */
const PARTS = ['minimal', 'sendMessage', 'project', 'getMe'];

const QUICK = ['sendMessage', 'project'];

/** Odd, so that the median is one of them. */
const PAIR_COUNTS = { quick: 3, full: 15 };

export async function run({ quick, progress }: SectionOptions): Promise<Section> {
  const folder = await mkdtemp(join(tmpdir(), 'cruddur-cold-'));
  const count = quick ? PAIR_COUNTS.quick : PAIR_COUNTS.full;
  try {
    const deployed = (await deployedFunctions()).filter(({ name }) => !quick || QUICK.includes(name));
    const [minimal, ...functions] = await prepareCandidates(folder, deployed);
    const results: Pairs[] = [];
    for (const candidate of functions) {
      progress(candidate.name);
      results.push(await measurePairs(candidate, minimal as Candidate, count));
    }
    progress('bundled otherwise');
    const others: Pairs[] = [];
    for (const [name, entry] of Object.entries(compared)) {
      const deployed = [minimal, ...functions].find((candidate) => candidate?.name === name) as Candidate;
      for (const other of await prepareOthers(folder, name, entry))
        others.push(await measurePairs(other, deployed, count));
    }
    return describe(results, others, minimal as Candidate, count);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Functions that are bundled otherwise, too. */
const compared = {
  minimal: join(import.meta.dirname, 'minimal.ts'),
  sendMessage: join(import.meta.dirname, '../services/messaging/send-message.ts'),
};

/** A function in each other way. */
async function prepareOthers(folder: string, name: string, entry: string): Promise<Candidate[]> {
  return Promise.all(
    Object.entries(otherwise).map(async ([way, change], index) => {
      const [{ code, inputs }] = (await bundle([entry], change)) as [Bundle];
      const file = join(folder, `${name}-${index}.cjs`);
      await writeFile(file, code);
      return { name: `${name}, ${way}`, file, bytes: code.length, inputs, event: undefined };
    }),
  );
}

/** The minimal function first. */
async function prepareCandidates(folder: string, deployed: DeployedFunction[]): Promise<Candidate[]> {
  const functions = [{ name: 'minimal', entry: join(import.meta.dirname, 'minimal.ts') }, ...deployed];
  const events: Record<string, () => unknown> = { minimal: () => ({}), ...(await prepareEvents()) };
  const bundles = await bundle(functions.map(({ entry }) => entry));
  return Promise.all(
    functions.map(async ({ name }, index) => {
      const { code, inputs } = bundles[index] as Bundle;
      const file = join(folder, `${name}.cjs`);
      await writeFile(file, code);
      return { name, file, bytes: code.length, inputs, event: events[name] };
    }),
  );
}

async function measurePairs(candidate: Candidate, minimal: Candidate, count: number): Promise<Pairs> {
  const own: ColdStart[] = [];
  const reference: ColdStart[] = [];
  for (let n = 0; n < count; n++) {
    const both = [
      async () => own.push(await coldStart(candidate)),
      async () => reference.push(await coldStart(minimal)),
    ];
    for (const one of n % 2 ? both : both.reverse()) await one();
  }
  return { candidate, own, minimal: reference };
}

function coldStart({ name, file, event }: Candidate): Promise<ColdStart> {
  const child = fork(
    join(import.meta.dirname, 'cold-start.ts'),
    [file, ...(event ? [JSON.stringify(event())] : [])],
    {
      env: { ...process.env, AWS_REGION: 'local', WEBSOCKET_ENDPOINT: 'http://127.0.0.1:9' },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    },
  );
  return new Promise((resolve, reject) => {
    child.once('message', (result: ColdStart) => {
      if (result.status && result.status >= 300) reject(new Error(`${name} answered ${result.status}.`));
      resolve(result);
    });
    child.once('exit', (status) => reject(new Error(`${name} ended with status ${status}.`)));
  });
}

function describe(results: Pairs[], others: Pairs[], minimal: Candidate, count: number): Section {
  return {
    title: 'A cold start',
    intro: [
      `Each function is packaged as \`sls package\` does it and loaded by a fresh Node process, ${count} times, in turn with a minimal function that makes one \`lib-dynamodb\` call and is bundled with the same settings. The process's own start is not in the figures. Times are medians. A ratio is the median of the count' ratios, since what else the machine did hit both of a pair, and the bounds beside it hold the true one with a probability of 95 %. The CPU time is the main thread's, which does all of the loading: it is what loading takes when nothing else wants the core. The first answer is to a real request, with the user pool's keys fetched and Postgres and DynamoDB connected, where the minimal function reads one item.`,
      'Goals: loading at most 1.15 times the minimal function; `sendMessage` below 250 KB. The minimal function has every saving that the others have, so a saving in the SDK makes the ratio larger while every function loads sooner. The last table has the same functions bundled without one of the savings, or without all of them, as the bundler does it by itself ([decision 58](decisions/0058-what-no-function-reaches.md)); beside it stands the function as it is deployed.',
    ],
    tables: [
      startTable(results),
      othersTable(others),
      partsTable(
        [minimal, ...results.map(({ candidate }) => candidate)].filter(({ name }) => PARTS.includes(name)),
      ),
    ],
    charts: [
      {
        name: 'cold',
        alt: 'Time to load each function, and the minimal function measured in turn with it',
        spec: bars(
          'Loading a packaged function, CPU',
          results.flatMap(({ candidate: { name }, own, minimal: reference }) => [
            { name, series: 'minimal function', ms: medianOf(reference, 'loadCpu') },
            { name, series: 'function', ms: medianOf(own, 'loadCpu') },
          ]),
          {
            x: { field: 'name', title: '' },
            y: { field: 'ms', title: 'milliseconds of CPU' },
            series: { field: 'series', order: ['minimal function', 'function'] },
          },
        ),
      },
    ],
  };
}

const startTable = (results: Pairs[]): Table => ({
  title: 'Size, time to loaded and time to the first answer, milliseconds',
  columns: [
    ...['function', 'KB'],
    ...['load', 'minimal', 'ratio', 'bounds'],
    ...['load CPU', 'minimal', 'ratio', 'bounds'],
    ...['first answer', 'minimal'],
  ],
  rows: results.map(({ candidate, own, minimal }) => [
    candidate.name,
    round(candidate.bytes / 1000),
    ...compare(own, minimal, 'load'),
    ...compare(own, minimal, 'loadCpu'),
    own[0]?.answer ? round(medianOf(own, 'answer')) : '',
    round(medianOf(minimal, 'answer')),
  ]),
});

const othersTable = (others: Pairs[]): Table => ({
  title: 'Bundled otherwise, CPU of loading in milliseconds',
  columns: ['function', 'KB', 'load CPU', 'as deployed', 'ratio', 'bounds'],
  rows: others.map(({ candidate, own, minimal: deployed }) => [
    candidate.name,
    round(candidate.bytes / 1000),
    ...compare(own, deployed, 'loadCpu'),
  ]),
});

function compare(own: ColdStart[], minimal: ColdStart[], what: 'load' | 'loadCpu'): (string | number)[] {
  const ratios = own.map((start, pair) => start[what] / (minimal[pair]?.[what] ?? Number.NaN));
  const [low, high] = medianBounds(ratios).map((bound) => bound.toFixed(2));
  const times = [medianOf(own, what), medianOf(minimal, what), median(ratios)];
  return [...times.map(round), `${low} to ${high}`];
}

const medianOf = (starts: ColdStart[], what: 'load' | 'loadCpu' | 'answer') =>
  median(starts.map((start) => start[what] ?? Number.NaN));
