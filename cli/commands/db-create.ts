import { command } from '../command.ts';

export const dbCreate = command({
  description: 'create the database if it does not exist',
  where: 'anywhere',
  stores: ['database'],
  examples: ['bin/cruddur db create'],
  run: async (_, { stores }) => (await import('../database/set-up.ts')).create(stores.database),
});
