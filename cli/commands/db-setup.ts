import { create } from './db-create.ts';
import { migrateDatabase } from './db-migrate.ts';
import { seedDatabase } from './db-seed.ts';
import type { StageOptions } from './options.ts';

/** Each step leaves alone what is there, so that it can be repeated. */
export async function setUp(options: StageOptions = {}): Promise<string> {
  return [await create(), await migrateDatabase(options), await seedDatabase(options)].join('\n');
}
