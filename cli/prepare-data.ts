import type { LocalSettings } from '../local/settings.ts';
import type { DataStep } from '../local/up.ts';
import { disconnect } from '../shared/postgres/client.ts';
import { applyLinks, planLinks } from './database/link-accounts.ts';
import { create, migrateDatabase, seed } from './database/set-up.ts';
import { createSampleAccounts } from './sample/accounts.ts';
import { storeConversation } from './sample/store-conversation.ts';
import { openStores, type StoreName, type Stores } from './stores.ts';
import { loadSchema } from './table/load-schema.ts';
import { listAccounts } from './user-pool.ts';

/** Creates the schema and sample data when a local cloud starts; each step keeps what exists. */
type Prepared = Pick<Stores, (typeof needed)[number]>;
const needed = ['table', 'database', 'userPool'] satisfies StoreName[];

export function prepareData(local: LocalSettings): DataStep[] {
  const place = { stage: undefined, region: 'local', local, isRunning: true, overriding: {} };
  const stores = openStores(needed, place);
  const withStores = (work: (opened: Prepared) => Promise<unknown>) => async () => work(await stores);
  return [
    { title: 'database', work: withStores(setUpDatabase) },
    { title: 'table', work: withStores(({ table }) => loadSchema(table.client, table.name)) },
    { title: 'sample conversation', work: withStores(() => storeConversation(local)) },
    { title: 'sample accounts', work: withStores(({ userPool }) => createSampleAccounts(userPool)) },
    { title: 'account ids', work: withStores(storeAccountIds) },
  ];
}

async function setUpDatabase({ database }: Prepared): Promise<void> {
  await create(database);
  await migrateDatabase(database, { stage: undefined, region: 'local' });
  await seed();
}

async function storeAccountIds({ userPool }: Prepared): Promise<void> {
  const { changes } = await planLinks(await listAccounts(userPool));
  await applyLinks(changes);
  await disconnect();
}
