import { command } from '../command.ts';

const PAGE_JOBS = 100;

export const jobsList = command({
  description: 'list unfinished jobs: renames that some conversations do not show yet',
  where: 'anywhere',
  stores: ['table'],
  json: true,
  examples: ['bin/cruddur jobs list --stage prod'],
  async run(_, { out }) {
    const { listJobs } = await import('../../shared/dynamo/jobs.ts');
    const jobs = [];
    let after: string | undefined;
    do {
      const page = await listJobs({ limit: PAGE_JOBS, ...(after && { after }) });
      jobs.push(...page.items);
      after = page.next;
    } while (after);
    out.list(jobs, {
      user: ({ user_uuid }) => user_uuid,
      steps: ({ steps }) => steps,
      started: ({ started_at }) => started_at,
      moved: ({ moved_at }) => moved_at,
    });
  },
});
