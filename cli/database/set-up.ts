import { join } from 'node:path';
import { postgresRoles } from '../../local/keys.ts';
import { root } from '../../local/settings.ts';
import { admitFunctions } from '../../shared/postgres/admit-functions.ts';
import { migrate } from '../../shared/postgres/migrate.ts';
import { SAMPLE_TIME, sampleActivity, samplePeople } from '../sample/people.ts';
import type { Database } from './database.ts';
import { createDatabase } from './databases.ts';
import { insertSampleActivity, insertSampleUsers } from './sample-data.ts';

/** The steps that set up a database. Each keeps what exists, and says what it did. */

export async function create(database: Database): Promise<string> {
  return (await createDatabase(database)) ? 'The database is created.' : 'The database exists already.';
}

/** Migrates the local database from here; a stage's only from inside its network. */
export async function migrateDatabase(
  { url }: Database,
  { stage, region }: { stage: string | undefined; region: string },
): Promise<string> {
  const applied = stage ? await migrateStage(stage, region) : await migrateLocally(url);
  return applied.length === 0 ? 'Nothing to migrate.' : `Applied: ${applied.join(', ')}`;
}

export async function seed(): Promise<string> {
  const users = await insertSampleUsers(samplePeople, SAMPLE_TIME);
  const activities = await insertSampleActivity(sampleActivity);
  return `Inserted ${users} users and ${activities} activities.`;
}

async function migrateStage(stage: string, region: string): Promise<string[]> {
  return (await import('../aws/migrate-stage.ts')).migrateStage(stage, region);
}

/** As the function `migrate` does it on AWS. */
async function migrateLocally(url: string): Promise<string[]> {
  const applied = await migrate(url, join(root, 'services/users/migrations'));
  if (new URL(url).username === postgresRoles.master) await admitFunctions(url, postgresRoles.functions);
  return applied;
}
