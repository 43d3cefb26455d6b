import { renameInRows } from './display-names.ts';
import { eraseNext } from './erasure/stages.ts';
import { endJob, type Job, moveJob } from './jobs.ts';

/** Rows per step of a rename. A step takes at most 0.5 s at 512 MB, and 2 WCU for each row that it writes. */
const STEP_ROWS = 100;

/** Does the next piece of a job, and moves or ends it. */
export async function runStep(job: Job): Promise<void> {
  if (job.kind === 'erase' && job.confirmed_at === undefined) return;
  const place = await doNext(job);
  await (place === undefined ? endJob(job) : moveJob(job, place));
}

const doNext = (job: Job): Promise<string | undefined> =>
  job.kind === 'erase'
    ? eraseNext(job)
    : renameInRows(job.user_uuid, job, { after: job.place ?? '', limit: STEP_ROWS });
