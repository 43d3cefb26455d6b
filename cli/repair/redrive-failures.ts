import { retryJob } from '../../shared/dynamo/jobs.ts';
import { partOf, RENAME_JOBS } from '../../shared/dynamo/keys.ts';
import { isPointer } from '../../shared/dynamo/pointers.ts';
import { refreshMessageGroup } from '../../shared/dynamo/projection.ts';
import { readItem } from '../../shared/dynamo/stored.ts';
import { getItem } from '../table/scan-table.ts';
import { messageMembers } from './items.ts';

/** A message of the failure queue: what it names, and how it is taken out. */
export interface Failure {
  id: string;
  /** The keys of the items whose stream records were given up; undefined if they are not to be had any more. */
  keys(): Promise<{ pk: string; sk: string }[] | undefined>;
  delete(): Promise<void>;
}

/**
 * Replays what the stream handler gave up, by its own function. The items count as they are now, so that one
 * that could not be read can be repaired first. What fails again stays in the queue.
 *
 * @returns how many failures were replayed, and the reasons why the others remain.
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

/** @returns why it could not be done. */
async function replay(failure: Failure): Promise<string | undefined> {
  const keys = await failure.keys().catch((error: Error) => error);
  if (keys instanceof Error) return `its records cannot be read: ${keys.name}`;
  if (!keys) return 'its records are no longer in the stream: run cruddur ddb rebuild, then delete it';
  for (const key of keys) {
    if (key.pk === RENAME_JOBS) {
      await retryJob(key.sk);
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
