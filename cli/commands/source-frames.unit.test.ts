import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../local/settings.ts';
import { cruddur } from '../../test/cruddur.ts';

/** Has the folder of a service with one packaged function: the bundle with short names, its map in `.maps`. */
const folder = mkdtempSync(join(tmpdir(), 'cruddur-maps-'));
const service = join(folder, 'users');
afterAll(() => rmSync(folder, { recursive: true }));

/** The stack of its failure, as V8 writes it. */
let stack: string[];

beforeAll(() => {
  const maps = join(service, '.maps');
  mkdirSync(maps, { recursive: true });
  writeFileSync(
    join(service, 'checks.ts'),
    'export function refuse(secret: string): never {\n  throw new TypeError(secret);\n}\n',
  );
  writeFileSync(
    join(service, 'break-down.ts'),
    "import { refuse } from './checks.ts';\n\nexport const handler = () => refuse('no\\n at secret (x.cjs:1:1)');\n",
  );
  const bundle = '.esbuild/.build/break-down.cjs';
  execFileSync(
    join(root, 'node_modules/.bin/esbuild'),
    [
      ...['break-down.ts', '--bundle', '--minify', '--platform=node', '--format=cjs'],
      ...['--sourcemap=external', `--outfile=${bundle}`, '--log-level=error'],
    ],
    { cwd: service },
  );
  renameSync(join(service, `${bundle}.map`), join(maps, 'break-down.cjs.map'));
  stack = stackOf(createRequire(join(service, 'any.cjs'))(`./${bundle}`).handler);
});

function stackOf(handler: () => never): string[] {
  try {
    return handler();
  } catch (error) {
    return String((error as Error).stack).split('\n');
  }
}

const sourceFrames = (input: string, ...more: string[]) =>
  cruddur(['source-frames', '--maps', folder, ...more], {}, input);

const places = (text: string) => [...text.matchAll(/services\/[^)\s"]+/g)].map(([place]) => place);
const expected = ['services/users/checks.ts:2:9', 'services/users/break-down.ts:3:30'];

describe('stack frames of a bundle get file and line of the source', () => {
  const frames = () => stack.filter((line) => line.includes('break-down.cjs'));

  test('in a line "failure" of the log, after the prefix of `aws logs tail`', async () => {
    const failure = JSON.stringify({ message: 'failure', frames: frames() });
    const { status, stdout } = await sourceFrames(`2026-11-26T17:00:00 2026/11/26/[$LATEST]1a ${failure}\n`);
    expect(status).toBe(0);
    expect(places(stdout)).toEqual(expected);
  });

  test('in the cause of a failure', async () => {
    const failure = { message: 'failure', frames: [], caused_by: { frames: frames() } };
    expect(places((await sourceFrames(JSON.stringify(failure))).stdout)).toEqual(expected);
  });

  test("in Lambda's report of a crash", async () => {
    const crash = `ERROR Unhandled Promise Rejection ${JSON.stringify({ errorType: 'X', reason: { stack } })}`;
    expect(places((await sourceFrames(crash)).stdout)).toEqual(expected);
  });

  test('in a stack trace by itself', async () => {
    expect(places((await sourceFrames(stack.join('\n'))).stdout)).toEqual(expected);
  });

  test('as JSON', async () => {
    const { stdout } = await sourceFrames(frames().join('\n'), '--json');
    const [first] = stdout.split('\n');
    expect(JSON.parse(String(first)).frame).toContain(expected[0]);
  });
});

test('the message of an error is not printed', async () => {
  const crash = await sourceFrames(JSON.stringify({ errorMessage: 'no\n at secret (x.cjs:1:1)', stack }));
  expect(crash.stdout + crash.stderr).not.toContain('secret');
});

test('a log without stack frames ends with status 1', async () => {
  const { status, stderr } = await sourceFrames('{"message":"request"}\nSTART {\n');
  expect(status).toBe(1);
  expect(stderr).toContain('The standard input has no stack frame.');
});

test('a bundle without a source map ends with status 1, and its frame stays', async () => {
  const frame = 'at hu (/var/task/get-me.cjs:3:735)';
  const { status, stdout, stderr } = await sourceFrames(`    ${frame}\n`);
  expect({ status, stdout }).toEqual({ status: 1, stdout: `${frame}\n` });
  expect(stderr).toContain('There is no source map of get-me.cjs in');
  expect(stderr).toContain('npx sls package --stage STAGE');
});

test('a folder that does not exist is named', async () => {
  const missing = join(folder, 'missing');
  const { status, stderr } = await cruddur(
    ['source-frames', '--maps', missing],
    {},
    'at x (get-me.cjs:1:1)\n',
  );
  expect(status).toBe(1);
  expect(stderr).toContain(missing);
});
