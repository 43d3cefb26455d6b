/**
 * What the on-failure destination receives of a batch that was given up. The fields are those of the service.
 * `payload`, the whole event, is what the service adds for an S3 destination; an SQS queue on AWS gets the rest
 * only, so a reader must be able to do without it.
 */
export interface FailureRecord {
  readonly requestContext: {
    readonly requestId: string;
    readonly functionArn: string;
    readonly condition: FailureCondition;
    readonly approximateInvokeCount: number;
  };
  /** Null if the function was never invoked with the batch. */
  readonly responseContext: {
    readonly statusCode: number;
    readonly executedVersion: string;
    readonly functionError: string | null;
  } | null;
  readonly version: '1.0';
  readonly timestamp: string;
  readonly DDBStreamBatchInfo: {
    readonly shardId: string;
    readonly startSequenceNumber: string;
    readonly endSequenceNumber: string;
    readonly approximateArrivalOfFirstRecord: string;
    readonly approximateArrivalOfLastRecord: string;
    readonly batchSize: number;
    readonly streamArn: string;
  };
  readonly payload?: string;
}

export type FailureCondition = 'RetryAttemptsExhausted' | 'RecordAgeExceeded';
