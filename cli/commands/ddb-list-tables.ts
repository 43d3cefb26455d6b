import { command } from '../command.ts';

export const ddbListTables = command({
  description: 'list the tables',
  where: 'anywhere',
  stores: ['dynamodb'],
  json: true,
  examples: ['bin/cruddur ddb list-tables'],
  async run(_, { stores, out }) {
    const { listTables } = await import('../table/list-tables.ts');
    out.list(await listTables(stores.dynamodb), {
      table: ({ name }) => name,
      state: ({ status }) => status,
      items: ({ items }) => items,
    });
  },
});
