import * as z from 'zod/mini';
import { InvalidFilterPattern, InvalidStreamEvent } from './errors.ts';
import { compileFilterPatterns, type RecordFilter } from './filter-pattern.ts';

/**
 * Reads a function's `stream` event exactly as `serverless.yml` has it. What the service would refuse, and
 * what this mapping cannot do, refuses to start: ignoring it would let pass here what fails when deployed.
 *
 * Ranges and defaults are those of the deployment (`batchSize` is 10 if absent, where the bare API says 100).
 */
export function parseStreamEvent(event: unknown): MappingSettings {
  const result = StreamEvent.safeParse(typeof event === 'string' ? { arn: event } : event);
  if (!result.success) throw new InvalidStreamEvent(result.error.issues.map(describe));
  const { functionResponseType, destinations, filterPatterns, type, ...settings } = result.data;
  if (type === undefined && typeof settings.arn !== 'string') {
    throw new InvalidStreamEvent(['type: needed beside an arn that is not written out']);
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
  /** -1: as long as the records are there. */
  readonly maximumRetryAttempts: number;
  /** -1: as long as the records are there. */
  readonly maximumRecordAgeInSeconds: number;
  /** The name of the failure queue. */
  readonly onFailure: string | undefined;
  readonly filter: RecordFilter;
}

const arn = z.union([
  z.string().check(z.regex(/^arn:[^:]+:dynamodb:/, { error: 'must be the ARN of a DynamoDB stream' })),
  z.record(z.string(), z.unknown()),
]);
const integer = (minimum: number, maximum: number) => {
  const error = `must be a whole number from ${minimum} to ${maximum}`;
  return z.int({ error }).check(z.gte(minimum, { error }), z.lte(maximum, { error }));
};
const recordAge = z.int({ error: 'must be -1 or from 60 to 604800' }).check(
  z.refine((age) => age === -1 || (age >= 60 && age <= 604_800), {
    error: 'must be -1 or from 60 to 604800',
  }),
);
const boolean = z.boolean({ error: 'must be true or false' });
const unsupported = (reason: string) => z.optional(z.undefined({ error: `is not supported: ${reason}` }));
const destination = z.union([z.string(), z.record(z.string(), z.unknown())]);

const StreamEvent = z.strictObject({
  arn,
  type: z.optional(z.literal('dynamodb', { error: 'must be dynamodb: no other stream is read here' })),
  enabled: z._default(boolean, true),
  batchSize: z._default(integer(1, 10_000), 10),
  batchWindow: z._default(integer(0, 300), 0),
  startingPosition: z._default(
    z.enum(['TRIM_HORIZON', 'LATEST'], { error: 'must be TRIM_HORIZON or LATEST' }),
    'TRIM_HORIZON',
  ),
  parallelizationFactor: z._default(integer(1, 10), 1),
  functionResponseType: z.optional(
    z.literal('ReportBatchItemFailures', { error: 'must be ReportBatchItemFailures' }),
  ),
  bisectBatchOnFunctionError: z._default(boolean, false),
  maximumRetryAttempts: z._default(integer(-1, 10_000), -1),
  maximumRecordAgeInSeconds: z._default(recordAge, -1),
  destinations: z.optional(z.strictObject({ onFailure: destination })),
  filterPatterns: z.optional(
    z.array(z.record(z.string(), z.unknown())).check(
      z.minLength(1, { error: 'must hold at least one pattern' }),
      // Unless AWS has raised the account's quota.
      z.maxLength(5, { error: 'must hold at most 5 patterns' }),
    ),
  ),
  tumblingWindowInSeconds: unsupported('functions here keep no state between batches'),
  consumer: unsupported('only Kinesis streams have consumers'),
  startingPositionTimestamp: unsupported('a DynamoDB stream starts at TRIM_HORIZON or LATEST'),
});

function describe(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') return `${issue.keys.join(', ')}: unknown setting`;
  return `${issue.path.join('.') || 'event'}: ${issue.message}`;
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
function queueNameOf(onFailure: z.infer<typeof destination>): string {
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
