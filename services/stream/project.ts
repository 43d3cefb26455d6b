import type { DynamoDBRecord } from 'aws-lambda';
import * as v from 'valibot';
import { Job, runStep } from '../../shared/dynamo/jobs.ts';
import { messageGroupOfPartition, timeOfCursor } from '../../shared/dynamo/keys.ts';
import { refreshMessageGroup } from '../../shared/dynamo/projection.ts';
import { serveBatch } from '../../shared/edge/batch.ts';
import { readItem, UnreadableRecord } from '../../shared/lambda-stream/stream-records.ts';
import { logFailure } from '../../shared/log.ts';

/**
 * Keeps message groups current. A record only says which group changed and who is in it; what the rows say is
 * derived from the table, once for each group, however many records of it the batch holds. A failed group
 * leaves the other groups alone: the lowest failed record is reported and the mapping retries from there.
 *
 * It carries jobs too, a step for each record, because a stream has room for two readers, of which `push` is one.
 */
export const handler = serveBatch('project', async (records) => {
  const [jobs, messages] = partition(records, isOfJob);
  const { groups, unreadable } = changedGroups(messages);
  const results = await Promise.all([...groups.map(refresh), ...jobs.map(carryOn)]);
  return [...unreadable, ...results.flat()];
});

const isOfJob = (record: DynamoDBRecord) => record.dynamodb?.Keys?.pk?.S?.startsWith('JOB#') ?? false;

/** @returns the record if its step failed. */
async function carryOn(record: DynamoDBRecord): Promise<string[]> {
  try {
    await runStep(v.parse(Job, readItem(record)));
    return [];
  } catch (error) {
    const sequenceNumber = record.dynamodb?.SequenceNumber ?? '';
    logFailure('project', sequenceNumber, error);
    return [sequenceNumber];
  }
}

function partition<T>(all: readonly T[], isFirst: (one: T) => boolean): [T[], T[]] {
  return [all.filter(isFirst), all.filter((one) => !isFirst(one))];
}

interface ChangedGroup {
  message_group_uuid: string;
  member_uuids: string[];
  /** When the messages of the records were sent, as their places say. */
  times: string[];
  sequenceNumbers: string[];
}

const MessageRecord = v.object({
  eventName: v.literal('INSERT'),
  dynamodb: v.object({
    Keys: v.object({ pk: v.object({ S: v.string() }), sk: v.object({ S: v.string() }) }),
    NewImage: v.object({
      member_uuids: v.object({ L: v.array(v.object({ S: v.pipe(v.string(), v.uuid()) })) }),
    }),
  }),
});

function changedGroups(records: DynamoDBRecord[]): { groups: ChangedGroup[]; unreadable: string[] } {
  const groups = new Map<string, ChangedGroup>();
  const unreadable: string[] = [];
  for (const record of records) {
    const sequenceNumber = record.dynamodb?.SequenceNumber ?? '';
    const parsed = v.safeParse(MessageRecord, record);
    const message_group_uuid = parsed.success
      ? messageGroupOfPartition(parsed.output.dynamodb.Keys.pk.S)
      : undefined;
    if (!parsed.success || message_group_uuid === undefined) {
      unreadable.push(sequenceNumber);
      logFailure('project', sequenceNumber, new UnreadableRecord());
      continue;
    }
    const member_uuids = parsed.output.dynamodb.NewImage.member_uuids.L.map(({ S }) => S);
    const group = groups.get(message_group_uuid) ?? {
      message_group_uuid,
      member_uuids,
      times: [],
      sequenceNumbers: [],
    };
    group.times.push(timeOfCursor(parsed.output.dynamodb.Keys.sk.S));
    group.sequenceNumbers.push(sequenceNumber);
    groups.set(message_group_uuid, group);
  }
  return { groups: [...groups.values()], unreadable };
}

/** @returns the records to report as failed. */
async function refresh(group: ChangedGroup): Promise<string[]> {
  try {
    await refreshMessageGroup(group.message_group_uuid, group.member_uuids, ...group.times);
    return [];
  } catch (error) {
    logFailure('project', group.message_group_uuid, error);
    return group.sequenceNumbers;
  }
}
