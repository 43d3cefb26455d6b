import { join } from 'node:path';
import { root } from '../../local/settings.ts';
import { migrate } from '../../shared/postgres/migrate.ts';
import { migrateStage } from '../aws/migrate-stage.ts';
import { confirmInProduction, postgresUrl } from '../stage.ts';
import type { StageOptions } from './options.ts';

/** The local database is reached from here; a stage's only from inside its network. */
export async function migrateDatabase(options: StageOptions = {}): Promise<string> {
  await confirmInProduction('changes the tables of the database', options);
  const applied = options.stage
    ? await migrateStage(options.stage)
    : await migrate(postgresUrl(), join(root, 'services/users/migrations'));
  return applied.length === 0 ? 'Nothing to migrate.' : `Applied: ${applied.join(', ')}`;
}
