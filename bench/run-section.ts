import { loadSchema } from '../cli/table/load-schema.ts';
import { dynamodbClient, tableName } from '../shared/dynamo/client.ts';
import { testStores } from '../test/stores.ts';
import type { SectionModule, SectionOptions } from './section.ts';

/**
 * The process of one section, so that no section's garbage, connections or compiled code are in another's figures.
 * It has a table of its own, and answers its parent with the section.
 */
const [name, ...flags] = process.argv.slice(2);
const options: SectionOptions = {
  quick: flags.includes('--quick'),
  progress: (text) => process.send?.({ progress: text }),
};

await loadSchema(dynamodbClient({ endpoint: testStores().dynamodb }), tableName);
const { run }: SectionModule = await import(`./${name}.ts`);
const section = await run(options);
process.send?.({ section }, () => process.exit());
