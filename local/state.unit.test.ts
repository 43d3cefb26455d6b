import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { identityOf } from './process-identity.ts';
import { localSettings } from './settings.ts';
import { AlreadyRunning, claimState, readState } from './state.ts';

const data = mkdtempSync(join(tmpdir(), 'cruddur-state-'));
const settings = localSettings(undefined, data);
afterAll(() => rmSync(data, { recursive: true }));

test('two concurrent starts after a crash: one runs, the other reports AlreadyRunning', async () => {
  const waiting = ['-e', 'setInterval(() => {}, 1000)'];
  const { pid = 0 } = spawn(process.execPath, waiting, { detached: true, stdio: 'ignore' });
  const left = { part: 'cognito', pid, identity: identityOf(pid) };
  const killed = { pid, identity: 'another process that bore this id' };
  writeFileSync(settings.stateFile, JSON.stringify({ supervisor: killed, parts: [left] }));
  const starts = await Promise.allSettled([claimState(settings), claimState(settings)]);
  expect(starts.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(starts).toContainEqual({ status: 'rejected', reason: expect.any(AlreadyRunning) });
  expect(readState(settings.stateFile)?.supervisor.pid).toBe(process.pid);
});
