import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { localFailures } from './local-queue.ts';

const data = mkdtempSync(join(tmpdir(), 'cruddur-queues-'));
afterAll(() => rmSync(data, { recursive: true }));

async function idsIn(queue?: string): Promise<string[]> {
  const ids: string[] = [];
  for await (const { id } of localFailures(data, queue)) ids.push(id);
  return ids;
}

test("the projection's queue is empty before the first failure", async () => {
  expect(await idsIn()).toEqual([]);
});

test('a missing queue is refused, and the error names the existing ones', async () => {
  await expect(idsIn('nope')).rejects.toThrow(
    'There is no queue nope. Existing queues: cruddur-index-failures, cruddur-project-failures.',
  );
  mkdirSync(join(data, 'event-source-mappings/queues/another'), { recursive: true });
  await expect(idsIn('nope')).rejects.toThrow(
    'Existing queues: another, cruddur-index-failures, cruddur-project-failures.',
  );
});
