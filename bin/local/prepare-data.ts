import type { ListrTask } from 'listr2';
import { createSampleAccounts } from '../sample/accounts.ts';
import { type LocalSettings, sharedEnvironment } from './settings.ts';

/** Schema and sample data; each step leaves alone what is there. */
export function prepareData(settings: LocalSettings): ListrTask[] {
  // The shared layers read the environment when they are imported, which the commands do when they run.
  Object.assign(process.env, sharedEnvironment(settings));
  return [
    { title: 'database', task: async () => (await import('../commands/db-setup.ts')).setUp() },
    { title: 'table', task: async () => (await import('../commands/ddb-schema-load.ts')).loadTable() },
    { title: 'sample conversation', task: async () => (await import('../commands/ddb-seed.ts')).seed() },
    { title: 'sample accounts', task: () => createSampleAccounts() },
    {
      title: 'account ids',
      task: async () => {
        await (await import('../commands/db-update-cognito-user-ids.ts')).updateIds();
        await (await import('../../shared/postgres/client.ts')).disconnect();
      },
    },
  ];
}
