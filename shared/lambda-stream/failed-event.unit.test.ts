import { keyOf, mappingOnFake } from '../../local/event-source-mapping/testing/run-mapping.ts';
import { failedEvent, RecordsTrimmed } from './failed-event.ts';
import type { FailureRecord } from './failure-record.ts';

/**
 * Abandons the batches `abc` and `de`; returns the failure record of the first as in SQS on AWS, without the payload.
 */
async function givenUp() {
  const {
    streams,
    start,
    respond: _,
    ...fixture
  } = await mappingOnFake(
    { batchSize: 3, maximumRetryAttempts: 0 },
    { invoke: async () => ({ statusCode: 200, functionError: 'Unhandled', payload: null }) },
  );
  for (const key of 'abcde') streams.write('s1', key);
  await start().drained();
  await fixture.stopAll();
  const { payload, ...metadata } = fixture.failures[0] as FailureRecord;
  return { streams, metadata, payload };
}
const keysOf = ({ Records }: Awaited<ReturnType<typeof failedEvent>>) => Records.map(keyOf).join('');

test('a failed batch is read again from the stream by its range, page by page', async () => {
  const { streams, metadata } = await givenUp();
  for (streams.recordsPerPage of [1, 2, 3, 1000]) {
    expect(keysOf(await failedEvent(metadata, streams, () => true))).toBe('abc');
  }
});

test('filtered records were not in the batch', async () => {
  const { streams, metadata } = await givenUp();
  expect(keysOf(await failedEvent(metadata, streams, (record) => keyOf(record as never) !== 'b'))).toBe('ac');
});

test('after a day the stream has lost the records; the payload has not', async () => {
  const { streams, metadata, payload } = await givenUp();
  streams.trim('s1', 2);
  await expect(failedEvent(metadata, streams, () => true)).rejects.toThrow(RecordsTrimmed);
  expect(keysOf(await failedEvent({ ...metadata, payload: payload as string }, streams, () => true))).toBe(
    'abc',
  );
});

test('an expired shard has lost them too', async () => {
  const { streams, metadata } = await givenUp();
  streams.removeShard('s1');
  await expect(failedEvent(metadata, streams, () => true)).rejects.toThrow(RecordsTrimmed);
});

test('a transient error is not taken for a loss', async () => {
  const { streams, metadata } = await givenUp();
  streams.failNext('getRecords', 'InternalServerError');
  await expect(failedEvent(metadata, streams, () => true)).rejects.toThrow('InternalServerError');
});
