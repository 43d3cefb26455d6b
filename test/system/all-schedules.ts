import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/**
 * `npm run test:schedules`: every pair of faults, and the orders of two operations. Each part runs in its own process
 * on its own stores, because the engine becomes slower as its stream grows. CRUDDUR_LANES parts run at a time.
 */
const lanes = Number(process.env.CRUDDUR_LANES ?? 2);
/** The number of slices of a scenario's faults. */
const SLICES = 8;
const jest = [
  '--experimental-vm-modules',
  'node_modules/jest/bin/jest.js',
  '--selectProjects',
  'integration',
];
const files = ['--testPathPatterns', 'test/system/[a-z-]*schedules', 'test/system/[a-z-]*interleavings'];
const directory = await mkdtemp(join(tmpdir(), 'cruddur-schedules-'));

/** The work of one process. */
interface Part {
  /** The prefix of its test names: a scenario, or a fault of the mapping with every scenario. */
  names: string;
  /** The slice of a scenario's first faults: one in how many, and the start. */
  slice?: string | undefined;
}

async function findParts(): Promise<Part[]> {
  const file = join(directory, 'names.json');
  await run([
    '--testNamePattern',
    'the name of no test',
    '--passWithNoTests',
    '--json',
    '--outputFile',
    file,
  ]);
  const { testResults } = JSON.parse(await readFile(file, 'utf8'));
  return testResults.flatMap(({ name, assertionResults }: TestFile) => {
    const names = assertionResults.map(({ fullName }) => fullName);
    if (name.endsWith('/schedules.test.ts')) return names.flatMap(slicesOf);
    if (name.endsWith('interleavings.test.ts')) return names.map((one) => ({ names: one }));
    return [...new Set(names.map((one) => one.replace(/: .*/, ': ')))].map((fault) => ({ names: fault }));
  });
}

const slicesOf = (names: string): Part[] =>
  Array.from({ length: SLICES }, (_, from) => ({ names, slice: `${SLICES}/${from}` }));

interface TestFile {
  name: string;
  assertionResults: { fullName: string }[];
}

/** Resolves with the output; rejects with it if a test failed. */
async function run(more: string[], env: NodeJS.ProcessEnv = {}): Promise<string> {
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [...jest, ...files, ...more], {
    env: { ...process.env, CRUDDUR_SCHEDULES: 'all', ...env },
    maxBuffer: 64 * 1024 * 1024,
  }).catch((failed) => Promise.reject(new Error(`${failed.stdout}${failed.stderr}`)));
  return stdout + stderr;
}

const say = (text: string) => process.stdout.write(`${text}\n`);

const totals: Record<string, number> = {};

/** Adds up the counts that the tests printed, such as “276 of two”. Returns those of this output. */
function note(output: string): string {
  const found = [...output.matchAll(/^(?:schedules|interleavings): (.*)$/gm)]
    .flatMap(([, line = '']) => [...line.matchAll(/(\d+) ([^,;]+)/g)])
    .filter(([, count, kind]) => count !== '0' || kind === 'violations');
  for (const [, count, kind = ''] of found) totals[kind] = (totals[kind] ?? 0) + Number(count);
  return found.map(([text]) => text).join(', ');
}

const started = performance.now();
const seconds = () => Math.round((performance.now() - started) / 1000);
const parts = (await findParts()).values();
await Promise.all(
  Array.from({ length: lanes }, async () => {
    for (const { names, slice } of parts) {
      const pattern = `^${names.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`;
      const outcome = await run(['--testNamePattern', pattern], { CRUDDUR_SLICE: slice }).then(
        note,
        (error: Error) => {
          process.exitCode = 1;
          return error.message;
        },
      );
      say(`${seconds()} s: ${names} ${slice ?? ''} ${outcome}`);
    }
  }),
);
await rm(directory, { recursive: true });
say(
  Object.entries(totals)
    .map(([kind, count]) => `${count} ${kind}`)
    .join(', '),
);
