import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DynamoDBStreams } from '@aws-sdk/client-dynamodb-streams';
import { openFailureQueue } from '../../local/event-source-mapping/failure-queue.ts';
import type { Failure } from '../repair/redrive-failures.ts';
import { failedKeys } from './failed-keys.ts';
import { NoSuchQueue } from './no-such-queue.ts';

/** The projection's dead-letter queue, as `services/stream` names it locally; valid before the first failure too. */
const PROJECT_FAILURES = 'cruddur-project-failures';
/** That of the search. */
export const INDEX_FAILURES = 'cruddur-index-failures';

/**
 * The failures in a queue of the local cloud, whose data are in the folder `data`.
 *
 * @throws NoSuchQueue
 */
export async function* localFailures(data: string, queueName = PROJECT_FAILURES): AsyncGenerator<Failure> {
  const queues = join(data, 'event-source-mappings/queues');
  const names = new Set([PROJECT_FAILURES, INDEX_FAILURES, ...(await readdir(queues).catch(asNone))]);
  if (!names.has(queueName)) throw new NoSuchQueue(queueName, [...names]);
  const queue = openFailureQueue(join(queues, queueName));
  // Never called: failure records of the local mapping carry their event.
  const streams = new DynamoDBStreams({ region: 'local' });
  for (const { id, body } of await queue.receive(await queue.count())) {
    yield { id, keys: failedKeys(body, streams), delete: () => queue.delete(id) };
  }
}

function asNone(error: NodeJS.ErrnoException): string[] {
  if (error.code === 'ENOENT') return [];
  throw error;
}
