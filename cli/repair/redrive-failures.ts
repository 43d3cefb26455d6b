import { retryJob } from '../../shared/dynamo/jobs.ts';
import { jobOfKey, partOf } from '../../shared/dynamo/keys.ts';
import { isPointer } from '../../shared/dynamo/pointers.ts';
import { refreshMessageGroup } from '../../shared/dynamo/projection.ts';
import { readItem } from '../../shared/dynamo/stored.ts';
import { getItem } from '../table/scan-table.ts';
import { messageMembers } from './items.ts';

/** A message of the dead-letter queue: its keys, and how to delete it. */
export interface Failure {
  id: string;
  /** The keys of the items whose stream records failed; undefined if they are no longer available. */
  keys(): Promise<{ pk: string; sk: string }[] | undefined>;
  delete(): Promise<void>;
}

/**
 * Redrives what the stream handler gave up, by its own function. It reads the current items, so that an unreadable one
 * can be repaired first. What fails again stays in the queue.
 *
 * @returns how many failures were replayed, and why the others remain.
 */
export async function redriveFailures(
  failures: AsyncIterable<Failure>,
): Promise<{ replayed: number; remaining: { id: string; reason: string }[] }> {
  const remaining: { id: string; reason: string }[] = [];
  let replayed = 0;
  for await (const failure of failures) {
    const reason = await replay(failure);
    if (reason === undefined) replayed++;
    else remaining.push({ id: failure.id, reason });
  }
  return { replayed, remaining };
}

/** @returns why it failed; undefined on success. */
async function replay(failure: Failure): Promise<string | undefined> {
  const keys = await failure.keys().catch((error: Error) => error);
  if (keys instanceof Error) return `its records cannot be read: ${keys.name}`;
  if (!keys) return 'its records are no longer in the stream: run cruddur ddb rebuild, then delete it';
  for (const key of keys) {
    const job = jobOfKey(key);
    if (job) {
      await retryJob(job.kind, job.user_uuid);
      continue;
    }
    const group = partOf(key.pk)?.uuid ?? '';
    const item = await getItem(key);
    if (!item || isPointer(item)) continue;
    const message = readItem(messageMembers, item);
    if (!message) return `the item ${key.pk} ${key.sk} cannot be read`;
    try {
      await refreshMessageGroup(group, message.member_uuids);
    } catch (error) {
      return `${group}: ${(error as Error).name}`;
    }
  }
  await failure.delete();
  return undefined;
}
