import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/**
 * `npm run test:schedules`: every pair of faults, and the orders of two operations. Each part runs in a process and on
 * stores of its own, because the engine becomes slower as its stream grows; as many at a time as CRUDDUR_LANES says.
 */
const lanes = Number(process.env.CRUDDUR_LANES ?? 2);
/** Into which the faults of a scenario are cut. */
const SLICES = 8;
const jest = [
  '--experimental-vm-modules',
  'node_modules/jest/bin/jest.js',
  '--selectProjects',
  'integration',
];
const files = ['--testPathPatterns', 'test/system/[a-z-]*schedules', 'test/system/interleavings'];
const directory = await mkdtemp(join(tmpdir(), 'cruddur-schedules-'));

/** What one process runs. */
interface Part {
  /** How the names of its tests begin: a scenario, or a fault of the mapping with every scenario. */
  names: string;
  /** Of a scenario's first faults, one in so many, and from which on. */
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
    if (name.endsWith('/interleavings.test.ts')) return names.map((one) => ({ names: one }));
    return [...new Set(names.map((one) => one.replace(/: .*/, ': ')))].map((fault) => ({ names: fault }));
  });
}

const slicesOf = (names: string): Part[] =>
  Array.from({ length: SLICES }, (_, from) => ({ names, slice: `${SLICES}/${from}` }));

interface TestFile {
  name: string;
  assertionResults: { fullName: string }[];
}

/** What was printed. Rejects with it if a test failed. */
async function run(more: string[], env: NodeJS.ProcessEnv = {}): Promise<string> {
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [...jest, ...files, ...more], {
    env: { ...process.env, CRUDDUR_SCHEDULES: 'all', ...env },
    maxBuffer: 64 * 1024 * 1024,
  }).catch((failed) => Promise.reject(new Error(`${failed.stdout}${failed.stderr}`)));
  return stdout + stderr;
}

const say = (text: string) => process.stdout.write(`${text}\n`);

const totals: Record<string, number> = {};

/** Adds up what the tests printed: a number before each kind, as in “276 of two”. Returns what there was. */
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
