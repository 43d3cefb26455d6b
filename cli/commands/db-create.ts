import { createDatabase } from '../database/databases.ts';
import { postgresUrl } from '../stage.ts';

export async function create(): Promise<string> {
  return (await createDatabase(postgresUrl()))
    ? 'The database is created.'
    : 'The database is there already.';
}
