import { CommandFailed } from '../errors.ts';
import { confirmInProduction } from '../stage.ts';
import { dropTable } from '../table/drop-table.ts';
import type { StageOptions } from './options.ts';

export async function drop(name: string, options: StageOptions): Promise<string> {
  await confirmInProduction(`deletes the table ${name} with every message`, options);
  if (!(await dropTable(name))) throw new CommandFailed(`There is no table ${name}.`);
  return `The table ${name} is deleted.`;
}
