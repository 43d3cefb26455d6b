import { dropDatabase } from '../database/databases.ts';
import { CommandFailed } from '../errors.ts';
import { confirmInProduction, postgresUrl } from '../stage.ts';
import type { StageOptions } from './options.ts';

export async function drop(options: StageOptions): Promise<string> {
  const url = postgresUrl();
  await confirmInProduction('drops the database with every user', options);
  if (!(await dropDatabase(url))) throw new CommandFailed('There is no database to drop.');
  return 'The database is dropped.';
}
