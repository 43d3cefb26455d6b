import { asksBeforeDeleting, command } from '../command.ts';
import { CommandFailed } from '../errors.ts';

export const ddbDrop = command({
  description: 'delete a table, with everything in it',
  where: 'anywhere',
  stores: ['dynamodb'],
  arguments: { table: { description: 'its name' } },
  asks: ({ table }, place) => asksBeforeDeleting(`deletes the table ${table} with every message`, place),
  examples: ['bin/cruddur ddb drop cruddur-messages'],
  async run({ table }, { stores }) {
    const { dropTable } = await import('../table/drop-table.ts');
    if (!(await dropTable(stores.dynamodb, table))) throw new CommandFailed(`There is no table ${table}.`);
    return `The table ${table} is deleted.`;
  },
});
