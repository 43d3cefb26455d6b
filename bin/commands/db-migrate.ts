import { join } from 'node:path';
import { migrate } from '../../shared/postgres/migrate.ts';
import { root } from '../local/settings.ts';
import { postgresUrl } from '../stage.ts';

export async function migrateDatabase(): Promise<string> {
  const applied = await migrate(postgresUrl(), join(root, 'services/users/migrations'));
  return applied.length === 0 ? 'Nothing to migrate.' : `Applied: ${applied.join(', ')}`;
}
