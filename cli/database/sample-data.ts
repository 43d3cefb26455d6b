import { query } from '../../shared/postgres/client.ts';
import type { NewUser } from '../../shared/postgres/users.ts';

/** A user with a fixed uuid, so that references to it never change. */
export type SampleUser = NewUser & { uuid: string };

export interface SampleActivity {
  uuid: string;
  handle: string;
  message: string;
  created_at: string;
}

/**
 * Inserts missing users; skips those whose handle, e-mail address or account is taken.
 *
 * @returns how many were inserted.
 */
export async function insertSampleUsers(users: readonly SampleUser[], createdAt: string): Promise<number> {
  const rows = users.map((user) => ({ ...user, created_at: createdAt }));
  const result = await query((sql) => sql`insert into users ${sql(rows)} on conflict do nothing`);
  return result.count;
}

/** Inserts an activity unless it exists. */
export async function insertSampleActivity(activity: SampleActivity): Promise<number> {
  const result = await query(
    (sql) => sql`
      insert into activities (uuid, user_uuid, message, created_at)
      select ${activity.uuid}, uuid, ${activity.message}, ${activity.created_at}
      from users where handle = ${activity.handle}
      on conflict do nothing`,
  );
  return result.count;
}
