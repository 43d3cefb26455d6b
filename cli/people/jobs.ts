import { confirmErasure, endJob, findJob, retryJob } from '../../shared/dynamo/jobs.ts';
import { findErased } from '../../shared/postgres/erasure.ts';

/**
 * Resumes the jobs of a user. An erasure that was not confirmed is one whose function died half-way: it goes on if
 * Postgres has forgotten the user, and is dropped if not.
 */
export async function resumeJobs(userUuid: string): Promise<'resumed' | 'dropped' | 'none'> {
  const erasure = await findJob('erase', userUuid);
  if (erasure?.kind === 'erase' && erasure.confirmed_at === undefined) {
    if (!(await findErased([userUuid])).has(userUuid)) return (await endJob(erasure)) ? 'dropped' : 'none';
    await confirmErasure(userUuid);
    return 'resumed';
  }
  const resumed = [await retryJob('erase', userUuid), await retryJob('rename', userUuid)];
  return resumed.includes(true) ? 'resumed' : 'none';
}
