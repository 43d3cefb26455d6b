import { command } from '../command.ts';

export const ddbSchemaLoad = command({
  description: 'create the table if it does not exist, and wait until it is active',
  where: 'anywhere',
  stores: ['table'],
  examples: ['bin/cruddur ddb schema-load'],
  async run(_, { stores: { table } }) {
    const { loadSchema } = await import('../table/load-schema.ts');
    const created = await loadSchema(table.client, table.name);
    return `The table ${table.name} is ${created ? 'created and active' : 'active; it existed already'}.`;
  },
});
