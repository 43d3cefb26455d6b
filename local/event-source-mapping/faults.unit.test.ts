import { readFile } from 'node:fs/promises';
import { Crash } from './errors.ts';
import type { Faults } from './faults.ts';
import { allFaults, faultAt, type MappingFault, mappingFaults } from './testing/fault-at.ts';
import { eventually, mappingOnFake } from './testing/run-mapping.ts';

/** Writes `aabbc`, two of each item but the last, and runs until all is done; a crash is followed by a restart. */
async function run(faults: Faults, event = {}) {
  const fixture = await mappingOnFake({ batchSize: 3, ...event });
  for (const key of 'aabbc') fixture.streams.write('s1', key);
  let crashes = 0;
  for (let isDrained = false; !isDrained; ) {
    const mapping = fixture.start({ faults });
    isDrained = await mapping.drained().then(
      () => true,
      (error) => {
        if (!(error instanceof Crash)) throw error;
        crashes += 1;
        return false;
      },
    );
  }
  await fixture.stopAll();
  return { batches: fixture.batches.map((keys) => keys.join('')), crashes, failures: fixture.failures };
}

describe('an injected fault', () => {
  test.each<[MappingFault, readonly string[]]>([
    ['duplicate', ['aab', 'aab', 'bc']],
    ['split', ['a', 'a', 'b', 'bc']],
    ['reorder across keys', ['baa', 'bc']],
    ['redeliver after success', ['aab', 'aab', 'bc']],
    ['delay', ['aab', 'bc']],
    ['fail before invoke', ['aab', 'bc']],
    ['fail after invoke', ['aab', 'aab', 'bc']],
  ])('%s: the function sees %j', async (fault, expected) => {
    expect(await run(faultAt(fault, 1))).toEqual({ batches: expected, crashes: 0, failures: [] });
  });

  test('crash before checkpoint: records since the last checkpoint are delivered again', async () => {
    const { batches, crashes } = await run(faultAt('crash before checkpoint', 1));
    expect([batches[0], batches.at(-1), crashes]).toEqual(['aab', 'bc', 1]);
    expect(batches.filter((keys) => keys === 'aab')).toHaveLength(2);
  });

  test('crash after checkpoint: records before it are not delivered again', async () => {
    const { batches, crashes } = await run(faultAt('crash after checkpoint', 1));
    expect([batches[0], batches.at(-1), crashes]).toEqual(['aab', 'bc', 1]);
    expect(batches.filter((keys) => keys === 'aab')).toHaveLength(1);
  });

  test('fail after invoke uses a retry, fail before invoke does not', async () => {
    const event = { maximumRetryAttempts: 0 };
    expect((await run(faultAt('fail before invoke', 1), event)).failures).toEqual([]);
    expect((await run(faultAt('fail after invoke', 1), event)).failures).toHaveLength(1);
  });

  test('at any time and in any combination loses no record', async () => {
    for (const first of mappingFaults) {
      for (const second of mappingFaults) {
        const { batches } = await run(allFaults(faultAt(first, 1, 1), faultAt(second, 2, 1)));
        expect([first, second, [...new Set(batches.join(''))].sort().join('')]).toEqual([
          first,
          second,
          'abc',
        ]);
      }
    }
  });
});

describe('a mapping that crashed', () => {
  test('does not remember what was under way and succeeds after all', async () => {
    const fixture = await mappingOnFake({ batchSize: 1, parallelizationFactor: 10 });
    const crash = Promise.withResolvers<void>();
    fixture.respond = (keys) => (keys[0] === 'a' ? crash.promise : undefined);
    fixture.streams.write('s1', 'a');
    const mapping = fixture.start({
      faults: {
        beforeInvoke: (batch) => {
          if (fixture.batches.length > 0) throw new Crash(`before ${batch.length} records`);
        },
      },
    });
    await eventually(() => fixture.batches.length === 1);
    fixture.streams.write('s1', 'b');
    await expect(mapping.drained()).rejects.toThrow(Crash);
    crash.resolve();
    await expect(mapping.stopped).rejects.toThrow(Crash);
    await expect(readFile(fixture.checkpoints)).rejects.toThrow('ENOENT');
  });

  test('invokes nothing and saves nothing any more', async () => {
    const fixture = await mappingOnFake({ batchSize: 1, parallelizationFactor: 10 });
    for (const key of 'abcdefghij') fixture.streams.write('s1', key);
    const mapping = fixture.start({
      faults: {
        beforeInvoke: (batch) => {
          if (fixture.batches.length > 0) throw new Crash(`before ${batch.length} records`);
        },
      },
    });
    await expect(mapping.stopped).rejects.toThrow(Crash);
    await expect(mapping.drained()).rejects.toThrow(Crash);
    const seen = fixture.batches.length;
    fixture.streams.write('s1', 'z');
    await new Promise((resolve) => setImmediate(resolve));
    expect(fixture.batches).toHaveLength(seen);
    await fixture.start().drained();
    await fixture.stopAll();
    expect([...new Set(fixture.batches.flat())].sort().join('')).toBe('abcdefghijz');
  });
});
