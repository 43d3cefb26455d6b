import { command } from '../command.ts';
import { CommandFailed } from '../errors.ts';

export const jobsRetry = command({
  description: 'resume a stuck job: a rename or an erasure',
  where: 'anywhere',
  stores: ['table', 'database'],
  arguments: { user: { description: 'the uuid of its user, as jobs list prints it' } },
  examples: ['bin/cruddur jobs retry 8b7e0c42-91d4-4f6a-b3c8-27f5d9e06b02'],
  async run({ user }) {
    const { resumeJobs } = await import('../people/jobs.ts');
    const outcome = await resumeJobs(user);
    if (outcome === 'none')
      throw new CommandFailed('This user has no unfinished job, or the job has just made progress.');
    return outcome === 'dropped'
      ? 'The erasure was dropped: nothing had been erased, and its user was never told that it was.'
      : 'The job was resumed.';
  },
});
