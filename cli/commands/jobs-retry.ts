import { command } from '../command.ts';
import { CommandFailed } from '../errors.ts';

export const jobsRetry = command({
  description: 'make a job that stands still go on',
  where: 'anywhere',
  stores: ['table'],
  arguments: { user: { description: 'the uuid of its user, as jobs list prints it' } },
  examples: ['bin/cruddur jobs retry 8b7e0c42-91d4-4f6a-b3c8-27f5d9e06b02'],
  async run({ user }) {
    const { retryJob } = await import('../../shared/dynamo/jobs.ts');
    if (!(await retryJob(user)))
      throw new CommandFailed('There is no job of this user, or it has just moved on.');
    return 'The job goes on.';
  },
});
