import { asksInProduction, command } from '../command.ts';

export const dbMigrate = command({
  description: 'apply the migrations that the database lacks',
  where: 'anywhere',
  stores: ['database'],
  asks: asksInProduction('changes the tables of the database'),
  examples: ['bin/cruddur db migrate', 'bin/cruddur db migrate --stage dev'],
  run: async (_, { stage, region, stores }) =>
    (await import('../database/set-up.ts')).migrateDatabase(stores.database, { stage, region }),
});
