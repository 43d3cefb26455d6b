import { DeleteCommand, GetCommand, PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as v from 'valibot';
import { documents, tableName } from './client.ts';
import { writeIfConditionHolds } from './condition.ts';
import { renameInRows, type VersionedName } from './display-names.ts';
import { jobKey, RENAME_JOBS } from './keys.ts';
import type { Page } from './page.ts';

/**
 * Work that is too long for one request: showing a new display name in all of a user's conversations. A job is an item
 * of the table. Each step does a bounded piece and moves the checkpoint `place`; the stream record of that write starts
 * the next step. Steps are idempotent; a finished job deletes its item.
 */
export const Job = v.object({
  user_uuid: v.string(),
  display_name: v.string(),
  name_version: v.number(),
  /** The checkpoint: the last message group done; absent before the end of the first step. */
  place: v.optional(v.string()),
  steps: v.number(),
  /** ISO 8601. */
  started_at: v.string(),
  moved_at: v.string(),
});
export type Job = v.InferOutput<typeof Job>;

/** Rows per step. A step takes at most 0.5 s at 512 MB, and 2 WCU for each row that it writes. */
const STEP_ROWS = 100;

/** Starts a rename job. It replaces an earlier one that is still running; a later one stays. 1 WCU. */
export async function startRename(userUuid: string, name: VersionedName): Promise<void> {
  const now = new Date().toISOString();
  const { display_name, name_version } = name;
  const job: Job = {
    user_uuid: userUuid,
    display_name,
    name_version,
    steps: 0,
    started_at: now,
    moved_at: now,
  };
  await writeIfConditionHolds(() =>
    documents.send(
      new PutCommand({
        TableName: tableName,
        Item: { ...jobKey(userUuid), ...job },
        ConditionExpression: 'attribute_not_exists(pk) OR name_version < :version',
        ExpressionAttributeValues: { ':version': name_version },
      }),
    ),
  );
}

/** Does the next piece of a job, and advances or ends it. */
export async function runStep(job: Job): Promise<void> {
  const place = await renameInRows(job.user_uuid, job, { after: job.place, limit: STEP_ROWS });
  await writeIfConditionHolds(() => (place === undefined ? end(job) : move(job, place)));
}

/** Restarts a stalled job, whose stream record was abandoned. False if there is none. */
export async function retryJob(userUuid: string): Promise<boolean> {
  const { Item } = await documents.send(
    new GetCommand({ TableName: tableName, Key: jobKey(userUuid), ConsistentRead: true }),
  );
  const { success, output: job } = v.safeParse(Job, Item);
  return success && writeIfConditionHolds(() => move(job, job.place));
}

/** The jobs that have not ended, by user. */
export async function listJobs(options: { limit: number; after?: string }): Promise<Page<Job>> {
  const { Items = [], LastEvaluatedKey } = await documents.send(
    new QueryCommand({
      TableName: tableName,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': RENAME_JOBS },
      Limit: options.limit,
      ...(options.after && { ExclusiveStartKey: jobKey(options.after) }),
    }),
  );
  return {
    items: Items.map((item) => v.parse(Job, item)),
    next: LastEvaluatedKey && String(LastEvaluatedKey.sk),
  };
}

function move(job: Job, place: string | undefined): Promise<unknown> {
  const { condition, values } = stillAt(job);
  return documents.send(
    new UpdateCommand({
      TableName: tableName,
      Key: jobKey(job.user_uuid),
      UpdateExpression: `SET moved_at = :now, steps = :steps${place === undefined ? '' : ', place = :next'}`,
      ConditionExpression: condition,
      ExpressionAttributeValues: {
        ...values,
        ':now': new Date().toISOString(),
        ':steps': job.steps + 1,
        ...(place !== undefined && { ':next': place }),
      },
    }),
  );
}

function end(job: Job): Promise<unknown> {
  const { condition, values } = stillAt(job);
  return documents.send(
    new DeleteCommand({
      TableName: tableName,
      Key: jobKey(job.user_uuid),
      ConditionExpression: condition,
      ExpressionAttributeValues: values,
    }),
  );
}

/** Holds unless another step has advanced the job or a later rename has replaced it. */
const stillAt = ({ name_version, place }: Job) => ({
  condition: `name_version = :version AND ${place === undefined ? 'attribute_not_exists(place)' : 'place = :place'}`,
  values: { ':version': name_version, ...(place !== undefined && { ':place': place }) },
});
