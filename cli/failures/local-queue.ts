import { join } from 'node:path';
import { DynamoDBStreams } from '@aws-sdk/client-dynamodb-streams';
import { openFailureQueue } from '../../local/event-source-mapping/failure-queue.ts';
import type { Failure } from '../repair/redrive-failures.ts';
import { failedKeys } from './failed-keys.ts';

/** The failures in a queue of the local cloud, whose data are in the folder `data`. */
export async function* localFailures(queueName: string, data: string): AsyncGenerator<Failure> {
  const queue = openFailureQueue(join(data, 'event-source-mappings/queues', queueName));
  // Failure records of the local mapping carry their event, so that this is never asked.
  const streams = new DynamoDBStreams({ region: 'local' });
  for (const { id, body } of await queue.receive(await queue.count())) {
    yield { id, keys: failedKeys(body, streams), delete: () => queue.delete(id) };
  }
}
