import type { DynamoDBStreams } from '@aws-sdk/client-dynamodb-streams';
// biome-ignore-start lint/style/noRestrictedImports: what a failure record means is known to the mapping alone
import { RecordsTrimmed } from '../../services/stream/event-source-mapping/errors.ts';
import { failedEvent } from '../../services/stream/event-source-mapping/failed-event.ts';
import type { FailureRecord } from '../../services/stream/event-source-mapping/failure-record.ts';
// biome-ignore-end lint/style/noRestrictedImports: see above
import type { Key } from '../../shared/dynamo/keys.ts';
import type { Failure } from '../../shared/repair/redrive-failures.ts';

/** The keys of the messages whose records were given up; undefined if the stream has forgotten them. */
export function failedKeys(failure: FailureRecord, streams: DynamoDBStreams): Failure['keys'] {
  return async () => {
    try {
      const { Records } = await failedEvent(failure, streams, () => true);
      const keys = Records.map(({ dynamodb }) => dynamodb.Keys as Record<'pk' | 'sk', { S?: string }>);
      return keys.map(toKey).filter(({ pk }) => pk.startsWith('MSG#'));
    } catch (error) {
      if (error instanceof RecordsTrimmed) return undefined;
      throw error;
    }
  };
}

const toKey = ({ pk, sk }: Record<'pk' | 'sk', { S?: string }>): Key => ({ pk: pk.S ?? '', sk: sk.S ?? '' });
