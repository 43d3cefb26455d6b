/**
 * The record of an abandoned batch in the on-failure destination, with the fields of the service. Only S3 destinations
 * get `payload`, the whole event; SQS on AWS does not, so readers must work without it.
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
