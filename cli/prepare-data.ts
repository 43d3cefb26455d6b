import { type LocalSettings, sharedEnvironment } from '../local/settings.ts';
import type { DataStep } from '../local/up.ts';
import { createSampleAccounts } from './sample/accounts.ts';
import { connectStores } from './stage.ts';

/** Schema and sample data; each step leaves alone what is there. */
export function prepareData(settings: LocalSettings): DataStep[] {
  // The shared layers read the environment when they are imported, which the commands do when they run.
  Object.assign(process.env, sharedEnvironment(settings));
  return [
    {
      title: 'database',
      work: async () => {
        await connectStores();
        return (await import('./commands/db-setup.ts')).setUp();
      },
    },
    { title: 'table', work: async () => (await import('./commands/ddb-schema-load.ts')).loadTable() },
    { title: 'sample conversation', work: async () => (await import('./commands/ddb-seed.ts')).seed() },
    { title: 'sample accounts', work: createSampleAccounts },
    { title: 'account ids', work: storeAccountIds },
  ];
}

async function storeAccountIds(): Promise<void> {
  await (await import('./commands/db-update-cognito-user-ids.ts')).updateIds();
  await (await import('../shared/postgres/client.ts')).disconnect();
}
