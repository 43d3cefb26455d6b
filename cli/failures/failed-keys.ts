import type { DynamoDBStreams } from '@aws-sdk/client-dynamodb-streams';
import type { Key } from '../../shared/dynamo/keys.ts';
import { failedEvent, RecordsTrimmed } from '../../shared/lambda-stream/failed-event.ts';
import type { FailureRecord } from '../../shared/lambda-stream/failure-record.ts';
import type { Failure } from '../repair/redrive-failures.ts';

/** The keys of the messages and jobs whose records failed; undefined if the stream no longer has them. */
export function failedKeys(failure: FailureRecord, streams: DynamoDBStreams): Failure['keys'] {
  return async () => {
    try {
      const { Records } = await failedEvent(failure, streams, () => true);
      const keys = Records.map(({ dynamodb }) => dynamodb.Keys as Record<'pk' | 'sk', { S?: string }>);
      return keys.map(toKey).filter(({ pk }) => /^(MSG|JOB)#/.test(pk));
    } catch (error) {
      if (error instanceof RecordsTrimmed) return undefined;
      throw error;
    }
  };
}

const toKey = ({ pk, sk }: Record<'pk' | 'sk', { S?: string }>): Key => ({ pk: pk.S ?? '', sk: sk.S ?? '' });
