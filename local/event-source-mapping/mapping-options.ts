import type { FailureRecord } from '../../shared/lambda-stream/failure-record.ts';
import type { Streams } from '../../shared/lambda-stream/streams.ts';
import type { Answer } from './answer.ts';
import type { Faults } from './faults.ts';
import type { MappingSettings } from './settings.ts';

export interface MappingOptions {
  readonly settings: MappingSettings;
  readonly streams: Streams;
  readonly streamArn: string;
  /** Runs the function; throws FunctionNotInvoked if it did not run, anything else if its answer is unknown. */
  readonly invoke: (event: { Records: readonly unknown[] }) => Promise<Answer>;
  /** The checkpoint file. */
  readonly checkpoints: string;
  /** Receives the failure record of each abandoned batch. */
  readonly onFailure?: ((failure: FailureRecord) => Promise<void>) | undefined;
  /** As it appears in failure records. */
  readonly functionArn?: string;
  readonly faults?: Faults;
  /** Milliseconds to wait after `tries` failed tries; the service does not say how long it waits. */
  readonly backoff?: (tries: number) => number;
  readonly log?: (line: string) => void;
  readonly signal?: AbortSignal;
}

/** The options with their defaults. */
export type ResolvedOptions = MappingOptions &
  Required<Pick<MappingOptions, 'functionArn' | 'faults' | 'backoff' | 'log'>>;

export function resolveOptions(options: MappingOptions): ResolvedOptions {
  return {
    ...options,
    functionArn: options.functionArn ?? 'arn:aws:lambda:local:000000000000:function:unnamed',
    faults: options.faults ?? {},
    backoff: options.backoff ?? exponentialBackoff,
    log: options.log ?? (() => {}),
  };
}

/** Exponential backoff without jitter: 100 ms, 200 ms, 400 ms and so on, at most 10 s. */
const exponentialBackoff = (tries: number) => Math.min(10_000, 100 * 2 ** tries);
