import { toEventRecord } from '../../shared/lambda-stream/event-record.ts';
import { type Answer, readAnswer } from './answer.ts';
import { type Entry, toEntry } from './entry.ts';

/** Source: AWS Lambda, "Configuring partial batch response with DynamoDB and Lambda". */

const batch = ['10', '9', '100'].map((SequenceNumber) =>
  toEntry(toEventRecord({ dynamodb: { SequenceNumber, Keys: {} } }, 'arn')),
);
const numbers = (entries: readonly Entry[]) => entries.map((entry) => entry.sequenceNumber);
const left = (payload: unknown, more: Partial<Answer> = {}, report = true) =>
  numbers(readAnswer(batch, { statusCode: 200, payload, ...more }, report).left);
const report = (...identifiers: unknown[]) => ({
  batchItemFailures: identifiers.map((itemIdentifier) => ({ itemIdentifier })),
});
const whole = ['10', '9', '100'];

describe('the answer to a batch', () => {
  test.each([
    ['an empty batchItemFailures list', { batchItemFailures: [] }],
    ['a null batchItemFailures list', { batchItemFailures: null }],
    ['an empty response', {}],
    ['a null response', null],
    ['no response', undefined],
  ])('is a complete success with %s', (_, payload) => {
    expect(left(payload)).toEqual([]);
  });

  test.each([
    ['an empty string as itemIdentifier', report('9', '')],
    ['a null itemIdentifier', report(null)],
    ['an itemIdentifier under a wrong key', { batchItemFailures: [{ id: '9' }] }],
    ['a record that is not in the batch', report('9', '11')],
    ['a number as itemIdentifier', report(9)],
    ['null in the list', { batchItemFailures: [null] }],
    ['a list that is none', { batchItemFailures: 'all' }],
    ['a response that is no object', 'ok'],
    ['a response that is a list', [{ itemIdentifier: '9' }]],
  ])('is a complete failure with %s', (_, payload) => {
    expect(left(payload)).toEqual(whole);
  });

  test('several failed items: the lowest sequence number is the checkpoint, and all from it on are retried', () => {
    expect(left(report('100', '10'))).toEqual(['10', '100']);
    expect(left(report('100', '9'))).toEqual(whole);
    expect(left(report('100'))).toEqual(['100']);
  });

  test('a function error fails the whole batch, whatever the answer', () => {
    expect(left({}, { functionError: 'Unhandled' })).toEqual(whole);
  });

  test('a report is not processed unless ReportBatchItemFailures is turned on', () => {
    expect(left(report('9'), {}, false)).toEqual([]);
    expect(left(undefined, { functionError: 'Unhandled' }, false)).toEqual(whole);
  });
});
