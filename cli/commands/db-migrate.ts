import { join } from 'node:path';
import { postgresRoles } from '../../local/keys.ts';
import { root } from '../../local/settings.ts';
import { admitFunctions } from '../../shared/postgres/admit-functions.ts';
import { migrate } from '../../shared/postgres/migrate.ts';
import { migrateStage } from '../aws/migrate-stage.ts';
import { confirmInProduction, postgresUrl } from '../stage.ts';
import type { StageOptions } from './options.ts';

/** The local database is reached from here; a stage's only from inside its network. */
export async function migrateDatabase(options: StageOptions = {}): Promise<string> {
  await confirmInProduction('changes the tables of the database', options);
  const applied = options.stage ? await migrateStage(options.stage) : await migrateLocally(postgresUrl());
  return applied.length === 0 ? 'Nothing to migrate.' : `Applied: ${applied.join(', ')}`;
}

/** As the function `migrate` does it on AWS. */
async function migrateLocally(url: string): Promise<string[]> {
  const applied = await migrate(url, join(root, 'services/users/migrations'));
  if (new URL(url).username === postgresRoles.master) await admitFunctions(url, postgresRoles.functions);
  return applied;
}
