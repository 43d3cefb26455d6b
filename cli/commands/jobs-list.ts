import type { Job } from '../../shared/dynamo/jobs.ts';
import { command } from '../command.ts';

const PAGE_JOBS = 100;

export const jobsList = command({
  description:
    'list unfinished jobs: renames that some conversations do not show yet, and erasures of accounts',
  where: 'anywhere',
  stores: ['table'],
  json: true,
  examples: ['bin/cruddur jobs list --stage prod'],
  async run(_, { out }) {
    const { listJobs } = await import('../../shared/dynamo/jobs.ts');
    const jobs: Job[] = [];
    for (const kind of ['erase', 'rename'] as const) {
      let after: string | undefined;
      do {
        const page = await listJobs(kind, { limit: PAGE_JOBS, after });
        jobs.push(...page.items);
        after = page.next;
      } while (after);
    }
    out.list(jobs, {
      job: ({ kind }) => kind,
      user: ({ user_uuid }) => user_uuid,
      stage: stageOf,
      steps: ({ steps }) => steps,
      started: ({ started_at }) => started_at,
      moved: ({ moved_at }) => moved_at,
    });
  },
});

/** The part of an erasure that is under way, without where in it. */
function stageOf(job: Job): string {
  if (job.kind === 'rename') return 'rows';
  if (job.confirmed_at === undefined) return 'not begun';
  return job.place?.split('|')[0] ?? 'rows';
}
