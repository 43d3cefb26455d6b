import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { root } from '../../local/settings.ts';
import type { RecordedCall } from '../record-calls.ts';

const run = promisify(execFile);

/**
 * The DynamoDB calls of the functions in their integration tests, each kind of call once. Reads an earlier recording
 * (CRUDDUR_RECORD_CALLS), or else runs the tests.
 */
export async function recordedCalls(): Promise<RecordedCall[]> {
  const recorded = process.env.CRUDDUR_RECORD_CALLS;
  const file = recorded && existsSync(recorded) ? recorded : await record();
  const lines = new Set((await readFile(file, 'utf8')).trim().split('\n'));
  if (file !== recorded) await rm(dirname(file), { recursive: true });
  return [...lines].map((line) => JSON.parse(line));
}

async function record(): Promise<string> {
  const file = join(await mkdtemp(join(tmpdir(), 'cruddur-calls-')), 'calls');
  const jest = ['--experimental-vm-modules', join(root, 'node_modules/jest/bin/jest.js')];
  const selection = [
    '--selectProjects',
    'integration',
    '--testPathPatterns',
    '(services|shared)/[a-z]+/[a-z-]+\\.test',
  ];
  // Without the stores of this suite: that run starts its own.
  const { CRUDDUR_DYNAMODB_ENDPOINT, CRUDDUR_LOCAL_KEY, ...env } = process.env;
  await run(process.execPath, [...jest, ...selection], {
    cwd: root,
    env: { ...env, CRUDDUR_RECORD_CALLS: file },
    maxBuffer: 64 * 1024 * 1024,
  });
  return file;
}
