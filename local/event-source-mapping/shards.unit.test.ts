import { readFile } from 'node:fs/promises';
import { StreamGone } from './errors.ts';
import { eventually, mappingOnFake } from './testing/run-mapping.ts';

/** Sources: Amazon DynamoDB, "Change data capture for DynamoDB Streams" and the API reference of DynamoDB Streams. */

type Fixture = Awaited<ReturnType<typeof mappingOnFake>>;
let fixture: Fixture;
const given = async (event = {}) => {
  fixture = await mappingOnFake({ batchSize: 1, ...event });
  return fixture;
};
afterEach(() => fixture.stopAll());

const write = (shardId: string, keys: string, options = {}) =>
  [...keys].map((key) => fixture.streams.write(shardId, key, options));
/** Rounded to minutes, as DynamoDB Local rounds the time of a record. */
const minutesAgo = (minutes: number) => new Date((Math.floor(Date.now() / 60_000) - minutes) * 60_000);
const sent = () => fixture.batches.flat().join('');

describe('shards', () => {
  test('processes a parent shard before its children, in any order of the listing', async () => {
    const { streams, start } = await given();
    write('s1', 'ab');
    streams.closeShard('s1');
    streams.removeShard('s1');
    streams.addShard('s3', 's2');
    streams.addShard('s2', 's0');
    write('s2', 'cd');
    write('s3', 'ef');
    streams.closeShard('s2');
    await start().drained();
    expect(sent()).toBe('cdef');
  });

  test('children wait until the last batch of their parent is done, not just read', async () => {
    const { streams, start, batches } = await given();
    let release = () => {};
    fixture.respond = (keys) =>
      keys[0] === 'b' ? new Promise<void>((resolve) => (release = resolve)) : undefined;
    write('s1', 'ab');
    streams.closeShard('s1');
    streams.addShard('s2', 's1');
    streams.addShard('s3', 's1');
    write('s2', 'c');
    write('s3', 'd');
    const mapping = start();
    await eventually(() => batches.length === 2);
    expect(streams.calls.filter((call) => /s[23]/.test(call))).toEqual([]);
    release();
    await mapping.drained();
    expect([sent().slice(0, 2), [...sent().slice(2)].sort()]).toEqual(['ab', ['c', 'd']]);
  });

  test('follows a shard that rolls over into its child without losing a record', async () => {
    const { streams, start } = await given();
    const mapping = start();
    for (let generation = 1; generation <= 5; generation += 1) {
      write(`s${generation}`, 'ab');
      if (generation % 2 === 0) await mapping.drained();
      streams.addShard(`s${generation + 1}`, `s${generation}`);
      streams.closeShard(`s${generation}`);
      write(`s${generation + 1}`, 'c');
    }
    await mapping.drained();
    expect(sent()).toBe('abcabcabcabcabc');
  });

  test('a child may be listed after its parent is closed', async () => {
    const { streams, start } = await given();
    write('s1', 'a');
    streams.closeShard('s1');
    const mapping = start();
    await mapping.drained();
    streams.addShard('s2', 's1');
    write('s2', 'b');
    await eventually(() => sent() === 'ab');
  });

  test('reads every page of the list of shards', async () => {
    const { streams, start } = await given();
    streams.shardsPerPage = 2;
    for (const shardId of ['s2', 's3', 's4', 's5']) streams.addShard(shardId);
    for (const shardId of ['s1', 's2', 's3', 's4', 's5']) write(shardId, 'a');
    await start().drained();
    expect(sent()).toBe('aaaaa');
  });

  test('reads shards concurrently: a blocked shard does not block the others', async () => {
    const { streams, start } = await given();
    streams.addShard('s2');
    let release = () => {};
    fixture.respond = (keys) =>
      keys[0] === 'a' ? new Promise<void>((resolve) => (release = resolve)) : undefined;
    write('s1', 'a');
    write('s2', 'bcd');
    start();
    await eventually(() => sent() === 'abcd');
    release();
  });
});

describe('positions', () => {
  test('TRIM_HORIZON starts at the oldest record, LATEST after the newest', async () => {
    const oldest = await given({ startingPosition: 'TRIM_HORIZON' });
    write('s1', 'a');
    await oldest.start().drained();
    expect(sent()).toBe('a');
    await oldest.stopAll();

    const latest = await given({ startingPosition: 'LATEST' });
    write('s1', 'a', { createdAt: minutesAgo(2) });
    const mapping = latest.start();
    await mapping.drained();
    write('s1', 'b');
    await mapping.drained();
    expect(sent()).toBe('b');
  });

  test('LATEST skips closed shards and reads new ones from their beginning', async () => {
    const { streams, start } = await given({ startingPosition: 'LATEST' });
    write('s1', 'a');
    streams.closeShard('s1');
    streams.addShard('s2', 's1');
    const mapping = start();
    await mapping.drained();
    write('s2', 'b');
    streams.closeShard('s2');
    streams.addShard('s3', 's2');
    write('s3', 'c');
    await mapping.drained();
    expect(sent()).toBe('bc');
  });

  test('LATEST loses no record written while the mapping is down before its first record', async () => {
    const { start } = await given({ startingPosition: 'LATEST' });
    write('s1', 'a', { createdAt: minutesAgo(2) });
    const first = start();
    await first.drained();
    await first.stop();
    write('s1', 'b');
    await start().drained();
    expect(sent()).toBe('b');
  });

  test.each([
    ['seconds', () => new Date()],
    ['minutes', () => minutesAgo(0)],
  ])(
    'LATEST loses nothing when its first iterator expires before the first record, if times are whole %s',
    async (_, now) => {
      const { streams, start } = await given({ startingPosition: 'LATEST' });
      write('s1', 'a', { createdAt: minutesAgo(2) });
      const mapping = start();
      await mapping.drained();
      streams.expireIterators();
      write('s1', 'b', { createdAt: now() });
      await mapping.drained();
      expect(sent()).toBe('b');
    },
  );

  test('a restarted mapping resumes after the last record that was done', async () => {
    const { start } = await given();
    write('s1', 'ab');
    const first = start();
    await first.drained();
    await first.stop();
    write('s1', 'cd');
    await start().drained();
    expect(sent()).toBe('abcd');
  });

  test('a finished shard stays finished after a restart, and its children continue', async () => {
    const { streams, start } = await given();
    write('s1', 'a');
    streams.closeShard('s1');
    streams.addShard('s2', 's1');
    write('s2', 'b');
    const first = start();
    await first.drained();
    await first.stop();
    write('s2', 'c');
    await start().drained();
    expect(sent()).toBe('abc');
  });

  test('in another stream are dropped: a recreated table is read from its beginning', async () => {
    const { start, checkpoints } = await given();
    write('s1', 'a');
    const first = start();
    await first.drained();
    await first.stop();
    const again = await mappingOnFake({});
    Object.defineProperty(again.streams, 'arn', { value: 'arn:aws:dynamodb:fake:0:table/other/stream/2026' });
    again.streams.write('s1', 'b');
    const mapping = again.start({ checkpoints, streamArn: again.streams.arn });
    await mapping.drained();
    await mapping.stop();
    expect(again.batches).toEqual([['b']]);
    expect(JSON.parse(await readFile(checkpoints, 'utf8')).streamArn).toBe(again.streams.arn);
  });
});

describe('stream errors', () => {
  test('an iterator expires after 15 minutes: reading continues after the last record', async () => {
    const { streams, start } = await given();
    streams.recordsPerPage = 2;
    write('s1', 'abc');
    const mapping = start();
    await mapping.drained();
    streams.expireIterators();
    write('s1', 'de');
    await mapping.drained();
    expect(sent()).toBe('abcde');
  });

  test('records older than 24 hours may be trimmed: reading continues at the oldest one left', async () => {
    const { streams, start } = await given();
    write('s1', 'a');
    const first = start();
    await first.drained();
    await first.stop();
    write('s1', 'bcd');
    streams.trim('s1', 3);
    await start().drained();
    expect(sent()).toBe('ad');
  });

  test('a shard may disappear: its children are read', async () => {
    const { streams, start } = await given();
    write('s1', 'a');
    const first = start();
    await first.drained();
    await first.stop();
    streams.addShard('s2', 's1');
    write('s2', 'b');
    streams.failNext('getShardIterator', 'ResourceNotFoundException');
    await start().drained();
    expect(sent()).toBe('ab');
  });

  test.each(['describeStream', 'getShardIterator', 'getRecords'] as const)(
    'a failing %s is retried',
    async (call) => {
      const { streams, start } = await given();
      for (const name of ['InternalServerError', 'LimitExceededException', 'TypeError'])
        streams.failNext(call, name);
      write('s1', 'ab');
      await start().drained();
      expect(sent()).toBe('ab');
    },
  );

  test('a disabled stream stays readable: the mapping ends when all of its records are done', async () => {
    const { streams, start } = await given();
    write('s1', 'ab');
    streams.closeShard('s1');
    streams.isDisabled = true;
    await expect(start().stopped).rejects.toThrow(StreamGone);
    expect(sent()).toBe('ab');
  });

  test('a deleted stream ends the mapping with StreamGone', async () => {
    const { start } = await given();
    const mapping = start({ streamArn: 'arn:aws:dynamodb:fake:000000000000:table/other/stream/2026' });
    await expect(mapping.stopped).rejects.toThrow(StreamGone);
    await expect(mapping.drained()).rejects.toThrow(StreamGone);
  });
});
