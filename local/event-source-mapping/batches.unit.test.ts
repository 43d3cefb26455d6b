import { readFile } from 'node:fs/promises';
import type { EventRecord } from '../../shared/lambda-stream/event-record.ts';
import { fixture, given, write } from './testing/given-mapping.ts';
import { eventually } from './testing/run-mapping.ts';

/** Source: AWS Lambda, "Using AWS Lambda with Amazon DynamoDB" (polling and batching). */

describe('batches', () => {
  test('invokes the function as soon as records are available, even with one', async () => {
    const { start, batches } = await given({ batchSize: 100 });
    const mapping = start();
    await mapping.drained();
    write('a');
    await mapping.drained();
    expect(batches).toEqual([['a']]);
  });

  test('a batch holds at most batchSize records, and batches of a shard are in order', async () => {
    const { start, batches } = await given({ batchSize: 3 });
    write('abcdefgh');
    await start().drained();
    expect(batches).toEqual([
      ['a', 'b', 'c'],
      ['d', 'e', 'f'],
      ['g', 'h'],
    ]);
  });

  test('gathers records until the batch window expires', async () => {
    const { start, batches } = await given({ batchSize: 100, batchWindow: 1 });
    const mapping = start();
    const began = performance.now();
    write('a');
    await eventually(() => fixture.streams.calls.filter((call) => call.startsWith('getRecords')).length > 3);
    write('b');
    await eventually(() => batches.length > 0);
    expect(performance.now() - began).toBeGreaterThan(990);
    expect(batches).toEqual([['a', 'b']]);
    await mapping.drained();
  });

  test('sends a full batch before the end of the batch window', async () => {
    const { start, batches } = await given({ batchSize: 2, batchWindow: 300 });
    write('abcd');
    start();
    await eventually(() => batches.length === 2);
    expect(batches).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
  });

  test('sends a batch that reaches 6 MB, whatever its size and window', async () => {
    const { start, batches } = await given({ batchSize: 100, batchWindow: 300 });
    const sizes: number[] = [];
    fixture.respond = (_, records) => void sizes.push(JSON.stringify({ Records: records }).length);
    const image = { text: { S: 'x'.repeat(400_000) } };
    write('a'.repeat(32), { image });
    start();
    await eventually(() => batches.length === 2);
    expect(sizes).toEqual([expect.any(Number), expect.any(Number)]);
    for (const size of sizes) expect([size <= 6 * 1024 * 1024, size > 5 * 1024 * 1024]).toEqual([true, true]);
  });

  test('filtered records count as done and are never sent', async () => {
    const { start, batches, checkpoints } = await given({ filterPatterns: [{ eventName: ['INSERT'] }] });
    write('a');
    const last = write('b', { eventName: 'MODIFY' })[0];
    await start().drained();
    expect(batches).toEqual([['a']]);
    expect(await savedPosition(checkpoints)).toBe(last);
  });

  test('backpressure: reading waits for a slow function, memory is bounded, and no record is lost', async () => {
    const { streams, start, batches } = await given({ batchSize: 1000 });
    const gate = Promise.withResolvers<void>();
    fixture.respond = () => gate.promise;
    write('a'.repeat(20_000));
    const mapping = start();
    const pages = () => streams.calls.filter((call) => call.startsWith('getRecords')).length;
    await eventually(() => pages() === 5);
    for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    expect([pages(), batches.length]).toEqual([5, 1]);
    gate.resolve();
    await mapping.drained();
    expect(batches.flat()).toHaveLength(20_000);
  });

  test('the event has the format of a stream: whole records with the ARN of their stream', async () => {
    const { start } = await given();
    let seen: readonly EventRecord[] = [];
    fixture.respond = (_, records) => {
      seen = records;
    };
    write('a', { createdAt: new Date('2026-11-23T00:00:01.000Z') });
    await start().drained();
    expect(seen).toEqual([
      {
        eventID: expect.any(String),
        eventName: 'INSERT',
        eventVersion: '1.1',
        eventSource: 'aws:dynamodb',
        awsRegion: 'fake',
        dynamodb: {
          ApproximateCreationDateTime: 1795392001,
          Keys: { pk: { S: 'a' }, sk: { S: 'x' } },
          NewImage: { pk: { S: 'a' }, sk: { S: 'x' } },
          SequenceNumber: expect.any(String),
          SizeBytes: 10,
          StreamViewType: 'NEW_IMAGE',
        },
        eventSourceARN: fixture.streams.arn,
      },
    ]);
  });
});

async function savedPosition(path: string): Promise<string | undefined> {
  return JSON.parse(await readFile(path, 'utf8')).shards.s1.sequenceNumber;
}
