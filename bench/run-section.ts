import { loadSchema } from '../cli/table/load-schema.ts';
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

const { tableName, tablesClient } = await import('../shared/dynamo/client.ts');
await loadSchema(tablesClient(), tableName);
const { run }: SectionModule = await import(`./${name}.ts`);
const section = await run(options);
process.send?.({ section }, () => process.exit());
