import { loadSchema } from '../cli/table/load-schema.ts';
import { dynamodbClient, tableName } from '../shared/dynamo/client.ts';
import { testStores } from '../test/stores.ts';
import { type SectionModule, type SectionName, type SectionOptions, withOwnStores } from './section.ts';

/**
 * Runs one section in its own process, so that its garbage, connections and compiled code do not distort the others.
 * It has its own table and sends the section to its parent.
 */
const [name, ...flags] = process.argv.slice(2);
const options: SectionOptions = {
  quick: flags.includes('--quick'),
  progress: (text) => process.send?.({ progress: text }),
  synapsePython: process.env.CRUDDUR_SYNAPSE_PYTHON,
};

if (!withOwnStores.includes(name as SectionName))
  await loadSchema(dynamodbClient({ endpoint: testStores().dynamodb }), tableName);
const { run }: SectionModule = await import(`./${name}.ts`);
const section = await run(options);
process.send?.({ section }, () => process.exit());
