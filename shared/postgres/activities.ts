import type { Activity } from '../contract/activities.ts';
import { query } from './client.ts';

/**
 * The newest activities that have not expired, times as ISO 8601 in UTC with milliseconds. The index is read from the
 * newest on (the distance to a time that never comes), and passes over what has expired.
 */
export async function listHomeActivities(limit: number): Promise<Activity[]> {
  const rows = await query(
    (sql) => sql<
      (Omit<Activity, 'created_at' | 'expires_at'> & { created_at: Date; expires_at: Date | null })[]
    >`
      select a.uuid, u.display_name, u.handle, a.message, a.replies_count, a.reposts_count, a.likes_count,
        a.created_at, a.expires_at
      from activities a join users u on u.uuid = a.user_uuid
      where coalesce(a.expires_at, 'infinity') > now()
      order by a.created_at operator(public.<->) timestamptz '9999-01-01' limit ${limit}`,
  );
  return rows.map((row) => ({
    ...row,
    created_at: row.created_at.toISOString(),
    expires_at: row.expires_at?.toISOString() ?? null,
  }));
}
