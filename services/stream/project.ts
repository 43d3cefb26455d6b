import type { DynamoDBRecord } from 'aws-lambda';
import { refreshMessageGroup } from '../../shared/dynamo/projection.ts';
import { runStep } from '../../shared/dynamo/run-job.ts';
import { serveBatch } from '../../shared/edge/batch.ts';
import {
  type ChangedMessage,
  isOfJob,
  readChangedMessage,
  readJob,
} from '../../shared/lambda-stream/stream-records.ts';
import { logFailure } from '../../shared/log.ts';

/**
 * Keeps message groups current. A record only says which message changed and who is in its group. The rows are derived
 * from the table, once per group and batch. A failed group does not affect the others: failed records are reported, and
 * the mapping retries from the lowest.
 *
 * It also runs jobs, one step per record: a stream supports two readers, and `push` is the other.
 */
export const handler = serveBatch('project', async (records) => {
  const { changes, unreadable } = readAll(records.filter((record) => !isOfJob(record)));
  const groups = Map.groupBy(changes, ({ message_group_uuid }) => message_group_uuid);
  const failed = await Promise.all([
    ...[...groups].map(([group, changed]) => refresh(group, changed)),
    ...records.filter(isOfJob).map(carryOn),
  ]);
  return [...unreadable, ...failed.flat()];
});

type Change = ChangedMessage & { sequenceNumber: string };

function readAll(records: DynamoDBRecord[]): { changes: Change[]; unreadable: string[] } {
  const changes: Change[] = [];
  const unreadable: string[] = [];
  for (const record of records) {
    const sequenceNumber = sequenceNumberOf(record);
    try {
      changes.push({ ...readChangedMessage(record), sequenceNumber });
    } catch (error) {
      unreadable.push(sequenceNumber);
      logFailure('project', sequenceNumber, error);
    }
  }
  return { changes, unreadable };
}

/** @returns the records to report as failed. */
async function refresh(messageGroupUuid: string, changes: readonly Change[]): Promise<string[]> {
  try {
    await refreshMessageGroup(messageGroupUuid, changes[0]?.member_uuids ?? [], changes);
    return [];
  } catch (error) {
    logFailure('project', messageGroupUuid, error);
    return changes.map(({ sequenceNumber }) => sequenceNumber);
  }
}

/** @returns the record if its step failed. */
async function carryOn(record: DynamoDBRecord): Promise<string[]> {
  try {
    await runStep(readJob(record));
    return [];
  } catch (error) {
    const sequenceNumber = sequenceNumberOf(record);
    logFailure('project', sequenceNumber, error);
    return [sequenceNumber];
  }
}

const sequenceNumberOf = (record: DynamoDBRecord) => record.dynamodb?.SequenceNumber ?? '';
