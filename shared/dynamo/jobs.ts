import { DeleteCommand, GetCommand, PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as v from 'valibot';
import { MessagesAfterErasure } from '../contract/users.ts';
import { documents, tableName } from './client.ts';
import { writeIfConditionHolds } from './condition.ts';
import type { VersionedName } from './display-names.ts';
import { type JobKind, jobKey, jobsOf } from './keys.ts';
import type { Page } from './page.ts';

/**
 * Work that is too long for one request. A job is an item of the table. Each step (run-job.ts) does a bounded piece and
 * moves the checkpoint `place`; the stream record of that write starts the next step. Steps are idempotent; a finished
 * job deletes its item.
 */
const common = {
  user_uuid: v.string(),
  /** The checkpoint; absent before the end of the first step. */
  place: v.optional(v.string()),
  /** How often it has moved: a step moves the job only if no other one has. */
  steps: v.number(),
  /** ISO 8601. */
  started_at: v.string(),
  moved_at: v.string(),
};

/** Shows a new display name in all of a user's conversations. */
export const RenameJob = v.object({
  kind: v.optional(v.literal('rename'), 'rename'),
  ...common,
  display_name: v.string(),
  name_version: v.number(),
});
export type RenameJob = v.InferOutput<typeof RenameJob>;

/** Erases an account. */
export const ErasureJob = v.object({
  kind: v.literal('erase'),
  ...common,
  /** The account in the user pool, which goes too. */
  sub: v.string(),
  messages: MessagesAfterErasure(),
  /** When Postgres had forgotten the user. Until then no step does anything. */
  confirmed_at: v.optional(v.string()),
});
export type ErasureJob = v.InferOutput<typeof ErasureJob>;

export const Job = v.union([ErasureJob, RenameJob]);
export type Job = v.InferOutput<typeof Job>;

/** Starts a rename job. It replaces an earlier one that is still running; a later one stays. 1 WCU. */
export async function startRename(userUuid: string, name: VersionedName): Promise<void> {
  const { display_name, name_version } = name;
  await putIf('attribute_not_exists(pk) OR name_version < :version', {
    job: { kind: 'rename', ...newJob(userUuid), display_name, name_version },
    values: { ':version': name_version },
  });
}

/** Stores an erasure before anything is erased. It replaces one that was not confirmed. 1 WCU. */
export async function prepareErasure(
  userUuid: string,
  { sub, messages }: Pick<ErasureJob, 'sub' | 'messages'>,
): Promise<void> {
  await putIf('attribute_not_exists(confirmed_at)', {
    job: { kind: 'erase', ...newJob(userUuid), sub, messages },
  });
}

/** Starts a prepared erasure; idempotent. 1 WCU. */
export async function confirmErasure(userUuid: string): Promise<void> {
  await writeIfConditionHolds(() =>
    documents.send(
      new UpdateCommand({
        TableName: tableName,
        Key: jobKey('erase', userUuid),
        UpdateExpression: 'SET confirmed_at = :now, moved_at = :now ADD steps :one',
        ConditionExpression: 'attribute_exists(pk) AND attribute_not_exists(confirmed_at)',
        ExpressionAttributeValues: { ':now': new Date().toISOString(), ':one': 1 },
      }),
    ),
  );
}

/** Restarts a stalled job, whose stream record was abandoned. False if there is none. */
export async function retryJob(kind: JobKind, userUuid: string): Promise<boolean> {
  const job = await findJob(kind, userUuid);
  return job !== undefined && moveJob(job, job.place);
}

/** The job of a user, if it has not ended, strongly consistent. */
export async function findJob(kind: JobKind, userUuid: string): Promise<Job | undefined> {
  const { Item } = await documents.send(
    new GetCommand({ TableName: tableName, Key: jobKey(kind, userUuid), ConsistentRead: true }),
  );
  const { success, output } = v.safeParse(Job, Item);
  return success ? output : undefined;
}

/** The jobs of one kind that have not ended, by user. */
export async function listJobs(
  kind: JobKind,
  options: { limit: number; after?: string | undefined },
): Promise<Page<Job>> {
  const { Items = [], LastEvaluatedKey } = await documents.send(
    new QueryCommand({
      TableName: tableName,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': jobsOf(kind) },
      Limit: options.limit,
      ...(options.after && { ExclusiveStartKey: jobKey(kind, options.after) }),
    }),
  );
  return {
    items: Items.map((item) => v.parse(Job, item)),
    next: LastEvaluatedKey && String(LastEvaluatedKey.sk),
  };
}

/** @returns whether it was moved; not if another step has moved it, or a later job has replaced it. */
export function moveJob(job: Job, place: string | undefined): Promise<boolean> {
  const { condition, values } = stillAt(job);
  return writeIfConditionHolds(() =>
    documents.send(
      new UpdateCommand({
        TableName: tableName,
        Key: jobKey(job.kind, job.user_uuid),
        UpdateExpression: `SET moved_at = :now, steps = :next_steps${place === undefined ? '' : ', place = :next'}`,
        ConditionExpression: condition,
        ExpressionAttributeValues: {
          ...values,
          ':now': new Date().toISOString(),
          ':next_steps': job.steps + 1,
          ...(place !== undefined && { ':next': place }),
        },
      }),
    ),
  );
}

/** @returns whether it was ended, as {@link moveJob}. */
export function endJob(job: Job): Promise<boolean> {
  const { condition, values } = stillAt(job);
  return writeIfConditionHolds(() =>
    documents.send(
      new DeleteCommand({
        TableName: tableName,
        Key: jobKey(job.kind, job.user_uuid),
        ConditionExpression: condition,
        ExpressionAttributeValues: values,
      }),
    ),
  );
}

function newJob(user_uuid: string) {
  const now = new Date().toISOString();
  return { user_uuid, steps: 0, started_at: now, moved_at: now };
}

const putIf = (condition: string, { job, values }: { job: Job; values?: object }) =>
  writeIfConditionHolds(() =>
    documents.send(
      new PutCommand({
        TableName: tableName,
        Item: { ...jobKey(job.kind, job.user_uuid), ...job },
        ConditionExpression: condition,
        ...(values && { ExpressionAttributeValues: values as Record<string, unknown> }),
      }),
    ),
  );

/** Holds unless another step has moved the job or a later one has replaced it. */
const stillAt = ({ started_at, steps, ...job }: Job) => ({
  condition: `started_at = :started AND steps = :steps${'name_version' in job ? ' AND name_version = :version' : ''}`,
  values: {
    ':started': started_at,
    ':steps': steps,
    ...('name_version' in job && { ':version': job.name_version }),
  },
});
