import { marshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import { handler as project } from '../services/stream/project.ts';
import { type Job, listJobs } from '../shared/dynamo/jobs.ts';
import { jobKey } from '../shared/dynamo/keys.ts';

/** The stream record of a job as it is now. */
export const jobRecordOf = (job: Job): DynamoDBRecord =>
  ({
    eventName: 'MODIFY',
    dynamodb: {
      SequenceNumber: '1',
      Keys: marshall(jobKey(job.kind, job.user_uuid)),
      NewImage: marshall({ ...jobKey(job.kind, job.user_uuid), ...job }, { removeUndefinedValues: true }),
    },
  }) as unknown as DynamoDBRecord;

/**
 * Runs the steps of every job of the test file's table to its end, as the stream does. Returns how many it took.
 *
 * @param users the uuids of those whose jobs are meant, where others go on at the same time.
 */
export async function finishJobs({
  step = (job: Job): Promise<unknown> => project({ Records: [jobRecordOf(job)] }),
  users,
}: {
  step?: (job: Job) => Promise<unknown>;
  users?: readonly string[];
} = {}): Promise<number> {
  for (let steps = 0; ; ) {
    const jobs = (await unfinishedJobs()).filter(({ user_uuid }) => users?.includes(user_uuid) ?? true);
    if (jobs.length === 0) return steps;
    if (steps > 1_000) throw new Error('The jobs do not come to an end.');
    for (const job of jobs) {
      await step(job);
      steps += 1;
    }
  }
}

/** Every job of the test file's table. */
export async function unfinishedJobs(): Promise<Job[]> {
  const pages = await Promise.all([listJobs('rename', { limit: 100 }), listJobs('erase', { limit: 100 })]);
  return pages.flatMap(({ items }) => items);
}
