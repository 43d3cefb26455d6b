import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FailureRecord } from '../../shared/lambda-stream/failure-record.ts';
import { openFailureQueue } from './failure-queue.ts';

const failure = (requestId: string) => ({ requestContext: { requestId } }) as FailureRecord;
const folders: string[] = [];
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))));

async function directory(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'cruddur-queue-'));
  folders.push(folder);
  return join(folder, 'failures');
}

const ids = async (queue: ReturnType<typeof openFailureQueue>, limit?: number) =>
  (await queue.receive(limit)).map(({ body }) => body.requestContext.requestId);

describe('the failure queue', () => {
  test('is empty before its first message', async () => {
    const queue = openFailureQueue(await directory());
    expect([await queue.count(), await queue.receive()]).toEqual([0, []]);
  });

  test('keeps its messages in order across a restart, until they are deleted', async () => {
    const place = await directory();
    const queue = openFailureQueue(place);
    for (const id of ['a', 'b', 'c']) await queue.send(failure(id));
    const again = openFailureQueue(place);
    expect(await ids(again)).toEqual(['a', 'b', 'c']);
    expect(await ids(again, 2)).toEqual(['a', 'b']);
    await again.delete((await again.receive(1))[0]?.id ?? '');
    expect([await ids(queue), await queue.count()]).toEqual([['b', 'c'], 2]);
  });

  test('never returns a partly written message', async () => {
    const place = await directory();
    const queue = openFailureQueue(place);
    await queue.send(failure('a'));
    await writeFile(join(place, '0-left-by-a-killed-process.json.new'), '{"requestContext":');
    expect(await ids(queue)).toEqual(['a']);
  });

  test('accepts messages from concurrent senders', async () => {
    const place = await directory();
    const queues = [openFailureQueue(place), openFailureQueue(place)];
    await Promise.all(Array.from({ length: 50 }, (_, n) => queues[n % 2]?.send(failure(String(n)))));
    expect(await readdir(place)).toHaveLength(50);
    expect(await queues[0]?.count()).toBe(50);
  });

  test('deletes a message idempotently', async () => {
    const queue = openFailureQueue(await directory());
    await queue.delete('1-gone.json');
    expect(await queue.count()).toBe(0);
  });
});
