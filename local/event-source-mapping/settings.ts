import * as v from 'valibot';
import type { RecordFilter } from '../../shared/lambda-stream/event-record.ts';
import { InvalidFilterPattern, InvalidStreamEvent } from './errors.ts';
import { compileFilterPatterns } from './filter-pattern.ts';

/**
 * Reads a function's `stream` event from `serverless.yml`. Rejects settings that the service would refuse or that
 * this mapping does not support: ignoring them would hide failures until the deployment.
 *
 * Ranges and defaults are those of the deployment (`batchSize` defaults to 10; the bare API says 100).
 */
export function parseStreamEvent(event: unknown): MappingSettings {
  const result = v.safeParse(StreamEvent, typeof event === 'string' ? { arn: event } : event);
  if (!result.success) throw new InvalidStreamEvent(result.issues.map(describe));
  const { functionResponseType, destinations, filterPatterns, type, ...settings } = result.output;
  if (type === undefined && typeof settings.arn !== 'string') {
    throw new InvalidStreamEvent(['type: required if the arn is not a literal']);
  }
  return {
    ...settings,
    reportBatchItemFailures: functionResponseType !== undefined,
    onFailure: destinations && queueNameOf(destinations.onFailure),
    filter: filterOf(filterPatterns),
  };
}

export interface MappingSettings {
  readonly arn: string | Readonly<Record<string, unknown>>;
  readonly enabled: boolean;
  readonly batchSize: number;
  /** Seconds. */
  readonly batchWindow: number;
  readonly startingPosition: 'TRIM_HORIZON' | 'LATEST';
  readonly parallelizationFactor: number;
  readonly reportBatchItemFailures: boolean;
  readonly bisectBatchOnFunctionError: boolean;
  /** -1: until the records expire. */
  readonly maximumRetryAttempts: number;
  /** -1: until the records expire. */
  readonly maximumRecordAgeInSeconds: number;
  /** The name of the failure queue. */
  readonly onFailure: string | undefined;
  readonly filter: RecordFilter;
}

const arn = v.union([
  v.pipe(v.string(), v.regex(/^arn:[^:]+:dynamodb:/, 'must be the ARN of a DynamoDB stream')),
  v.record(v.string(), v.unknown()),
]);
const integer = (minimum: number, maximum: number) => {
  const error = `must be a whole number from ${minimum} to ${maximum}`;
  return v.pipe(
    v.number(error),
    v.check((value) => Number.isInteger(value) && value >= minimum && value <= maximum, error),
  );
};
const recordAge = v.pipe(
  v.number('must be -1 or from 60 to 604800'),
  v.check(
    (age) => age === -1 || (Number.isInteger(age) && age >= 60 && age <= 604_800),
    'must be -1 or from 60 to 604800',
  ),
);
const boolean = v.boolean('must be true or false');
const unsupported = (reason: string) => v.optional(v.undefined(`is not supported: ${reason}`));
const destination = v.union([v.string(), v.record(v.string(), v.unknown())]);

const StreamEvent = v.strictObject({
  arn,
  type: v.optional(v.literal('dynamodb', 'must be dynamodb, the only supported stream')),
  enabled: v.optional(boolean, true),
  batchSize: v.optional(integer(1, 10_000), 10),
  batchWindow: v.optional(integer(0, 300), 0),
  startingPosition: v.optional(
    v.picklist(['TRIM_HORIZON', 'LATEST'], 'must be TRIM_HORIZON or LATEST'),
    'TRIM_HORIZON',
  ),
  parallelizationFactor: v.optional(integer(1, 10), 1),
  functionResponseType: v.optional(v.literal('ReportBatchItemFailures', 'must be ReportBatchItemFailures')),
  bisectBatchOnFunctionError: v.optional(boolean, false),
  maximumRetryAttempts: v.optional(integer(-1, 10_000), -1),
  maximumRecordAgeInSeconds: v.optional(recordAge, -1),
  destinations: v.optional(v.strictObject({ onFailure: destination })),
  filterPatterns: v.optional(
    v.pipe(
      v.array(v.record(v.string(), v.unknown())),
      v.minLength(1, 'must have at least one pattern'),
      // Unless AWS has raised the account's quota.
      v.maxLength(5, 'must have at most 5 patterns'),
    ),
  ),
  tumblingWindowInSeconds: unsupported('functions here keep no state between batches'),
  consumer: unsupported('only Kinesis streams have consumers'),
  startingPositionTimestamp: unsupported('a DynamoDB stream starts at TRIM_HORIZON or LATEST'),
});

function describe(issue: v.BaseIssue<unknown>): string {
  const path = v.getDotPath(issue) ?? 'event';
  if (issue.type === 'strict_object' && issue.expected === 'never') return `${path}: unknown setting`;
  return `${path}: ${issue.message}`;
}

function filterOf(patterns: readonly Record<string, unknown>[] | undefined): RecordFilter {
  try {
    return compileFilterPatterns(patterns);
  } catch (error) {
    if (error instanceof InvalidFilterPattern)
      throw new InvalidStreamEvent([`filterPatterns: ${error.message}`]);
    throw error;
  }
}

/** `…:name` of an ARN, or the logical id that `Fn::GetAtt`, `Ref` and the like name. */
function queueNameOf(onFailure: v.InferOutput<typeof destination>): string {
  if (typeof onFailure === 'string') return lastWord(onFailure);
  const target = 'arn' in onFailure ? onFailure.arn : onFailure;
  if (typeof target === 'string') return lastWord(target);
  const [reference] = Object.values((target ?? {}) as Record<string, unknown>).flat(2);
  if (typeof reference !== 'string') {
    throw new InvalidStreamEvent(['destinations.onFailure: must be an ARN or a reference to a queue']);
  }
  return lastWord(reference);
}

const lastWord = (name: string) => name.split(/[:.]/).at(-1) || name;
