import type { Job } from '../../shared/dynamo/jobs.ts';
import { refreshMessageGroup } from '../../shared/dynamo/projection.ts';
import { runStep } from '../../shared/dynamo/run-job.ts';
import { serveBatch } from '../../shared/edge/batch.ts';
import { attempt, type ReadRecord, readRecords } from '../../shared/lambda-stream/read-records.ts';
import {
  type ChangedMessage,
  isOfJob,
  readChangedMessage,
  readJob,
} from '../../shared/lambda-stream/stream-records.ts';

/**
 * Keeps message groups current. A record only says which message changed and who is in its group. The rows are derived
 * from the table, once per group and batch. A failed group does not affect the others: failed records are reported, and
 * the mapping retries from the lowest.
 *
 * It also runs jobs, one step per record: each reader more of a stream takes reads from the others.
 */
export const handler = serveBatch('project', async (records) => {
  const changes = readRecords(
    'project',
    records.filter((record) => !isOfJob(record)),
    readChangedMessage,
  );
  const jobs = readRecords('project', records.filter(isOfJob), readJob);
  const groups = Map.groupBy(changes.read, ({ what }) => what.message_group_uuid);
  const failed = await Promise.all([
    ...[...groups].map(([group, changed]) => refresh(group, changed)),
    ...jobs.read.map(carryOn),
  ]);
  return [...changes.unreadable, ...jobs.unreadable, ...failed.flat()];
});

function refresh(
  messageGroupUuid: string,
  changed: readonly ReadRecord<ChangedMessage>[],
): Promise<string[]> {
  const changes = changed.map(({ what }) => what);
  const members = changes[0]?.member_uuids ?? [];
  return attempt('project', messageGroupUuid, changed, () =>
    refreshMessageGroup(messageGroupUuid, members, changes),
  );
}

const carryOn = (job: ReadRecord<Job>): Promise<string[]> =>
  attempt('project', job.sequenceNumber, [job], () => runStep(job.what));
