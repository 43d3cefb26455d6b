import { insertSampleActivity, insertSampleUsers } from '../database/sample-data.ts';
import { SAMPLE_TIME, sampleActivity, samplePeople } from '../sample/people.ts';
import { confirmInProduction } from '../stage.ts';
import type { StageOptions } from './options.ts';

/** Repeatable: what is there stays as it is. */
export async function seedDatabase(options: StageOptions = {}): Promise<string> {
  await confirmInProduction('inserts sample users', options);
  const users = await insertSampleUsers(samplePeople, SAMPLE_TIME);
  const activities = await insertSampleActivity(sampleActivity);
  return `Inserted ${users} users and ${activities} activities.`;
}
