import { asksInProduction, command } from '../command.ts';

/** Idempotent: each step keeps what exists, since `local up` runs them at every start. Only `db drop` drops. */
export const dbSetup = command({
  description: 'create, migrate and seed the database; existing data stay',
  where: 'anywhere',
  stores: ['database'],
  asks: asksInProduction('changes the tables of the database and inserts sample users'),
  examples: ['bin/cruddur db setup'],
  async run(_, { stage, region, stores: { database } }) {
    const { create, migrateDatabase, seed } = await import('../database/set-up.ts');
    return [await create(database), await migrateDatabase(database, { stage, region }), await seed()];
  },
});
