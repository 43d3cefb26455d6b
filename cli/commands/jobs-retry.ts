import { command } from '../command.ts';
import { CommandFailed } from '../errors.ts';

export const jobsRetry = command({
  description: 'resume a stuck job',
  where: 'anywhere',
  stores: ['table'],
  arguments: { user: { description: 'the uuid of its user, as jobs list prints it' } },
  examples: ['bin/cruddur jobs retry 8b7e0c42-91d4-4f6a-b3c8-27f5d9e06b02'],
  async run({ user }) {
    const { retryJob } = await import('../../shared/dynamo/jobs.ts');
    if (!(await retryJob(user)))
      throw new CommandFailed('This user has no unfinished job, or the job has just made progress.');
    return 'The job was resumed.';
  },
});
