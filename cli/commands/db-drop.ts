import { asksBeforeDeleting, command } from '../command.ts';
import { CommandFailed } from '../errors.ts';

export const dbDrop = command({
  description: 'drop the database, with everything in it',
  where: 'anywhere',
  stores: ['database'],
  asks: (_, place) => asksBeforeDeleting('drops the database with every user', place),
  examples: ['bin/cruddur db drop'],
  async run(_, { stores }) {
    const { dropDatabase } = await import('../database/databases.ts');
    if (!(await dropDatabase(stores.database))) throw new CommandFailed('There is no database to drop.');
    return 'The database is dropped.';
  },
});
