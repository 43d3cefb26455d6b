import { retryJob } from '../../shared/dynamo/jobs.ts';
import { jobOfKey, type Key, partOf } from '../../shared/dynamo/keys.ts';
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

/** Does what a function of the stream failed to do for an item, from the item as it is now. @returns why it cannot. */
export type Repair = (key: Key) => Promise<string | undefined>;

/**
 * Redrives what a function of the stream gave up. It reads the current items, so that an unreadable one can be repaired
 * first. What fails again stays in the queue.
 *
 * @param repair default: as the projection.
 * @returns how many failures were replayed, and why the others remain.
 */
export async function redriveFailures(
  failures: AsyncIterable<Failure>,
  repair: Repair = project,
): Promise<{ replayed: number; remaining: { id: string; reason: string }[] }> {
  const remaining: { id: string; reason: string }[] = [];
  let replayed = 0;
  for await (const failure of failures) {
    const reason = await replay(failure, repair);
    if (reason === undefined) replayed++;
    else remaining.push({ id: failure.id, reason });
  }
  return { replayed, remaining };
}

/** @returns why it failed; undefined on success. */
async function replay(failure: Failure, repair: Repair): Promise<string | undefined> {
  const keys = await failure.keys().catch((error: Error) => error);
  if (keys instanceof Error) return `its records cannot be read: ${keys.name}`;
  if (!keys) return 'its records are no longer in the stream: rebuild, then delete it';
  for (const key of keys) {
    const reason = await repair(key).catch((error: Error) => `${key.pk}: ${error.name}`);
    if (reason !== undefined) return reason;
  }
  await failure.delete();
  return undefined;
}

const project: Repair = async (key) => {
  const job = jobOfKey(key);
  if (job) {
    await retryJob(job.kind, job.user_uuid);
    return undefined;
  }
  const item = await getItem(key);
  if (!item || isPointer(item)) return undefined;
  const message = readItem(messageMembers, item);
  if (!message) return `the item ${key.pk} ${key.sk} cannot be read`;
  await refreshMessageGroup(partOf(key.pk)?.uuid ?? '', message.member_uuids);
  return undefined;
};
