import { FunctionNotInvoked } from './errors.ts';
import { fixture, given, write } from './testing/given-mapping.ts';
import { eventually, failing, keyOf } from './testing/run-mapping.ts';

/**
 * Sources: AWS Lambda, "Retain discarded records for a DynamoDB event source" and "Configuring partial batch response
 * with DynamoDB and Lambda".
 */

const poison = (keys: readonly string[]) => {
  if (keys.includes('p')) throw new Error('poison');
};

describe('a batch that fails', () => {
  test('is retried whole, and blocks the rest of its shard until it succeeds', async () => {
    const { start, batches } = await given({ batchSize: 2 });
    let tries = 0;
    fixture.respond = (keys) => {
      if (keys.includes('b') && ++tries < 3) throw new Error('not yet');
    };
    write('abc');
    await start().drained();
    expect(batches).toEqual([['a', 'b'], ['a', 'b'], ['a', 'b'], ['c']]);
  });

  test('is retried from the lowest failed record if failures are reported', async () => {
    const { start, batches } = await given({ functionResponseType: 'ReportBatchItemFailures' });
    fixture.respond = (keys, records) => (keys.length === 5 ? failing(records[3], records[2]) : undefined);
    write('abcde');
    await start().drained();
    expect(batches).toEqual([[...'abcde'], [...'cde']]);
  });

  test('by default is retried until its records expire', async () => {
    const { start, batches } = await given();
    fixture.respond = poison;
    write('p');
    const mapping = start();
    await eventually(() => batches.length > 50);
    fixture.respond = () => undefined;
    await mapping.drained();
    expect(fixture.failures).toEqual([]);
  });

  test('is abandoned after the configured number of retries, and processing continues', async () => {
    const { start, batches, failures } = await given({ batchSize: 2, maximumRetryAttempts: 2 });
    fixture.respond = poison;
    write('apb');
    await start().drained();
    expect(batches).toEqual([['a', 'p'], ['a', 'p'], ['a', 'p'], ['b']]);
    expect(failures).toMatchObject([
      { requestContext: { condition: 'RetryAttemptsExhausted', approximateInvokeCount: 3 } },
    ]);
  });

  test('without retries is abandoned after one try', async () => {
    const { start, batches } = await given({ maximumRetryAttempts: 0 });
    fixture.respond = poison;
    write('p');
    await start().drained();
    expect(batches).toEqual([['p']]);
  });

  test('with reported failures uses up the same retries; the remaining records are abandoned', async () => {
    const { start, batches, failures } = await given({
      maximumRetryAttempts: 1,
      functionResponseType: 'ReportBatchItemFailures',
    });
    fixture.respond = (keys, records) => failing(records[keys.indexOf('p')]);
    const [, p, b] = write('apb');
    await start().drained();
    expect(batches).toEqual([[...'apb'], [...'pb']]);
    expect(failures).toMatchObject([
      { DDBStreamBatchInfo: { startSequenceNumber: p, endSequenceNumber: b } },
    ]);
  });

  test('before the function was invoked uses no retry', async () => {
    let refusals = 20;
    const { start, batches } = await given(
      { maximumRetryAttempts: 0 },
      {
        faults: { beforeInvoke: () => (refusals-- > 0 ? Promise.reject(new Error('throttled')) : undefined) },
      },
    );
    write('a');
    await start().drained();
    expect([batches, fixture.failures]).toEqual([[['a']], []]);
  });

  test('that never reached the function uses no retry', async () => {
    let refusals = 3;
    const { start } = await given(
      { maximumRetryAttempts: 0 },
      {
        invoke: async () => {
          if (refusals-- > 0) throw new FunctionNotInvoked('nothing listens');
          return { statusCode: 200, payload: null };
        },
      },
    );
    write('a');
    await start().drained();
    expect([refusals, fixture.failures]).toEqual([-1, []]);
  });

  test('with records older than the maximum age drops them before the function is invoked', async () => {
    const { start, batches, failures } = await given({ maximumRecordAgeInSeconds: 60 });
    const [old] = write('o', { createdAt: new Date(Date.now() - 150_000) });
    write('a');
    await start().drained();
    expect(batches).toEqual([['a']]);
    expect(failures).toMatchObject([
      {
        requestContext: { condition: 'RecordAgeExceeded', approximateInvokeCount: 0 },
        responseContext: null,
        DDBStreamBatchInfo: { startSequenceNumber: old, endSequenceNumber: old, batchSize: 1 },
      },
    ]);
  });

  test('is not too old within the minute to which DynamoDB Local rounds the time', async () => {
    const { start, batches } = await given({ maximumRecordAgeInSeconds: 61 });
    const minute = Math.floor(Date.now() / 60_000) * 60_000;
    write('a', { createdAt: new Date(minute - 60_000) });
    await start().drained();
    expect(batches).toEqual([['a']]);
  });

  test('is retried until its records reach the maximum age', async () => {
    const { start, failures } = await given({ maximumRecordAgeInSeconds: 60 });
    fixture.respond = poison;
    // Not a whole minute, which could mean any time in it.
    const almostTooOld = Date.now() - 59_000;
    write('p', { createdAt: new Date(almostTooOld % 60_000 < 1_000 ? almostTooOld - 1_000 : almostTooOld) });
    await start().drained();
    expect(failures).toMatchObject([{ requestContext: { condition: 'RecordAgeExceeded' } }]);
    expect(failures[0]?.requestContext.approximateInvokeCount).toBeGreaterThan(0);
  });
});

describe('bisecting', () => {
  const bisect = { bisectBatchOnFunctionError: true, maximumRetryAttempts: 1 };

  test('splits a failed batch in two until the bad record is alone; a split uses no retry', async () => {
    const { start, batches, failures } = await given(bisect);
    fixture.respond = poison;
    const sequenceNumbers = write('abcpefg');
    await start().drained();
    expect(batches.map((keys) => keys.join(''))).toEqual([
      'abcpefg',
      'abcp',
      'ab',
      'cp',
      'c',
      'p',
      'p',
      'efg',
    ]);
    expect(failures).toMatchObject([
      { DDBStreamBatchInfo: { startSequenceNumber: sequenceNumbers[3], batchSize: 1 } },
    ]);
  });

  test('happens on a function error even if failures are reported', async () => {
    const { start, batches } = await given({ ...bisect, functionResponseType: 'ReportBatchItemFailures' });
    fixture.respond = poison;
    write('ap');
    await start().drained();
    expect(batches).toEqual([['a', 'p'], ['a'], ['p'], ['p']]);
  });

  test('happens at the returned sequence number, and only the remaining records are retried', async () => {
    const { start, batches, failures } = await given({
      ...bisect,
      maximumRetryAttempts: 0,
      functionResponseType: 'ReportBatchItemFailures',
    });
    fixture.respond = (keys, records) => (keys[0] === 'c' ? undefined : failing(records[keys.indexOf('c')]));
    write('abcde');
    await start().drained();
    expect(batches).toEqual([[...'abcde'], [...'cde']]);
    expect(failures).toEqual([]);
  });
});

describe('the on-failure destination', () => {
  test('receives the documented failure record of the batch, with its payload', async () => {
    const { start, failures } = await given({ maximumRetryAttempts: 0 });
    fixture.respond = poison;
    const [first, last] = [
      ...write('p', { createdAt: new Date('2026-11-23T00:00:01.000Z') }),
      ...write('b', { createdAt: new Date('2026-11-23T00:00:02.000Z') }),
    ];
    await start().drained();
    expect(failures).toEqual([
      {
        requestContext: {
          requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
          functionArn: 'arn:aws:lambda:fake:000000000000:function:project',
          condition: 'RetryAttemptsExhausted',
          approximateInvokeCount: 1,
        },
        responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
        version: '1.0',
        timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
        DDBStreamBatchInfo: {
          shardId: 's1',
          startSequenceNumber: first,
          endSequenceNumber: last,
          approximateArrivalOfFirstRecord: '2026-11-23T00:00:01Z',
          approximateArrivalOfLastRecord: '2026-11-23T00:00:02Z',
          batchSize: 2,
          streamArn: fixture.streams.arn,
        },
        payload: expect.any(String),
      },
    ]);
    expect(JSON.parse(failures[0]?.payload ?? '').Records.map(keyOf)).toEqual(['p', 'b']);
  });

  test('blocks the batch until it has stored the failure record: no record is lost', async () => {
    let refusals = 3;
    const { start, failures } = await given(
      { maximumRetryAttempts: 0 },
      {
        onFailure: async (failure) => {
          if (refusals-- > 0) throw new Error('the disk is full');
          failures.push(failure);
        },
      },
    );
    fixture.respond = poison;
    write('p');
    await start().drained();
    expect(failures).toHaveLength(1);
  });

  test('is optional: without one the records are dropped and processing continues', async () => {
    const { start, batches } = await given({ maximumRetryAttempts: 0 }, { onFailure: undefined });
    fixture.respond = poison;
    write('p');
    const mapping = start();
    await mapping.drained();
    write('a');
    await mapping.drained();
    expect(batches).toEqual([['p'], ['a']]);
  });
});
