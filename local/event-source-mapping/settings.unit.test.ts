import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { InvalidStreamEvent } from './errors.ts';
import { parseStreamEvent } from './settings.ts';

const arn = 'arn:aws:dynamodb:local:000000000000:table/cruddur-messages/stream/latest';
const problemsOf = (event: unknown) => {
  try {
    parseStreamEvent(event);
  } catch (error) {
    return (error as InvalidStreamEvent).problems;
  }
  return [];
};

describe('the stream event of serverless.yml', () => {
  test('is honoured in all of its settings', () => {
    const settings = parseStreamEvent({
      type: 'dynamodb',
      arn,
      startingPosition: 'LATEST',
      batchSize: 100,
      batchWindow: 1,
      parallelizationFactor: 10,
      functionResponseType: 'ReportBatchItemFailures',
      bisectBatchOnFunctionError: true,
      maximumRetryAttempts: 10,
      maximumRecordAgeInSeconds: 3600,
      enabled: false,
      filterPatterns: [{ eventName: ['INSERT'] }],
      destinations: { onFailure: 'arn:aws:sqs:local:000000000000:cruddur-project-failures' },
    });
    expect(settings).toEqual({
      arn,
      startingPosition: 'LATEST',
      batchSize: 100,
      batchWindow: 1,
      parallelizationFactor: 10,
      reportBatchItemFailures: true,
      bisectBatchOnFunctionError: true,
      maximumRetryAttempts: 10,
      maximumRecordAgeInSeconds: 3600,
      enabled: false,
      filter: expect.any(Function),
      onFailure: 'cruddur-project-failures',
    });
    expect(settings.filter({ eventName: 'INSERT' })).toBe(true);
    expect(settings.filter({ eventName: 'REMOVE' })).toBe(false);
  });

  test('of the deployed project function is supported', async () => {
    const file = await readFile(new URL('../../services/stream/serverless.yml', import.meta.url), 'utf8');
    const { stream } = parse(file, { logLevel: 'error', merge: true }).functions.project.events[0];
    const names = { arn, destinations: { onFailure: 'arn:aws:sqs:local:000000000000:failures' } };
    expect(parseStreamEvent({ ...stream, ...names })).toMatchObject({ reportBatchItemFailures: true });
  });

  test('has the defaults of the deployment: endless retries, no age limit, 10 records, from the oldest', () => {
    expect(parseStreamEvent(arn)).toEqual({
      arn,
      startingPosition: 'TRIM_HORIZON',
      batchSize: 10,
      batchWindow: 0,
      parallelizationFactor: 1,
      reportBatchItemFailures: false,
      bisectBatchOnFunctionError: false,
      maximumRetryAttempts: -1,
      maximumRecordAgeInSeconds: -1,
      enabled: true,
      filter: expect.any(Function),
      onFailure: undefined,
    });
  });

  test.each([
    ['an ARN', 'arn:aws:sqs:local:000000000000:failures', 'failures'],
    ['an ARN with its type', { arn: 'arn:aws:sns:local:000000000000:failures', type: 'sns' }, 'failures'],
    ['Fn::GetAtt', { arn: { 'Fn::GetAtt': ['FailureQueue', 'Arn'] }, type: 'sqs' }, 'FailureQueue'],
    ['Fn::GetAtt in short', { arn: { 'Fn::GetAtt': 'FailureQueue' }, type: 'sqs' }, 'FailureQueue'],
    ['Ref', { arn: { Ref: 'FailureQueue' }, type: 'sqs' }, 'FailureQueue'],
  ])('may name the failure queue by %s', (_, onFailure, name) => {
    expect(parseStreamEvent({ arn, destinations: { onFailure } }).onFailure).toBe(name);
  });

  test.each([
    [{ batchSize: 0 }, 'batchSize: must be a whole number from 1 to 10000'],
    [{ batchSize: 10_001 }, 'batchSize: must be a whole number from 1 to 10000'],
    [{ batchSize: '10' }, 'batchSize: must be a whole number from 1 to 10000'],
    [{ batchWindow: 301 }, 'batchWindow: must be a whole number from 0 to 300'],
    [{ parallelizationFactor: 11 }, 'parallelizationFactor: must be a whole number from 1 to 10'],
    [{ maximumRetryAttempts: -2 }, 'maximumRetryAttempts: must be a whole number from -1 to 10000'],
    [{ maximumRecordAgeInSeconds: 59 }, 'maximumRecordAgeInSeconds: must be -1 or from 60 to 604800'],
    [{ startingPosition: 'AT_TIMESTAMP' }, 'startingPosition: must be TRIM_HORIZON or LATEST'],
    [{ functionResponseType: 'Report' }, 'functionResponseType: must be ReportBatchItemFailures'],
    [{ bisectBatchOnFunctionError: 'yes' }, 'bisectBatchOnFunctionError: must be true or false'],
    [{ type: 'kinesis' }, 'type: must be dynamodb, the only supported stream'],
    [{ filterPatterns: [] }, 'filterPatterns: must have at least one pattern'],
    [
      { filterPatterns: Array.from({ length: 6 }, () => ({ eventName: ['INSERT'] })) },
      'filterPatterns: must have at most 5 patterns',
    ],
    [
      { filterPatterns: [{ eventName: 'INSERT' }] },
      expect.stringMatching(/^filterPatterns: eventName: must be/),
    ],
    [{ tumblingWindowInSeconds: 10 }, expect.stringMatching(/^tumblingWindowInSeconds: is not supported/)],
    [{ consumer: true }, expect.stringMatching(/^consumer: is not supported/)],
    [{ batchsize: 5 }, 'batchsize: unknown setting'],
    [{ destinations: {} }, expect.stringMatching(/^destinations\.onFailure: /)],
  ])('refuses to start with %j', (setting, problem) => {
    expect(problemsOf({ arn, ...setting })).toEqual([problem]);
  });

  test.each([{}, null, 7, 'arn:aws:kinesis:local:000000000000:stream/s', { arn: { Ref: 'Table' } }])(
    'refuses an event without a stream of DynamoDB: %j',
    (event) => {
      expect(() => parseStreamEvent(event)).toThrow(InvalidStreamEvent);
    },
  );
});
