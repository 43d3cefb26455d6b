import postgres from 'postgres';
import { connect } from '../../shared/postgres/client.ts';
import type { Database } from './database.ts';

/**
 * Creates a database.
 *
 * @returns whether it was created; false if it exists.
 */
export async function createDatabase(database: Database): Promise<boolean> {
  try {
    await onServer(database, (sql, name) => sql`create database ${sql(name)}`);
    return true;
  } catch (error) {
    if (error instanceof postgres.PostgresError && error.code === DUPLICATE_DATABASE) return false;
    throw error;
  }
}

/**
 * Drops a database with the sessions that use it.
 *
 * @returns whether there was one.
 */
export async function dropDatabase(database: Database): Promise<boolean> {
  try {
    await onServer(database, (sql, name) => sql`drop database ${sql(name)} with (force)`);
    return true;
  } catch (error) {
    if (error instanceof postgres.PostgresError && error.code === INVALID_CATALOG_NAME) return false;
    throw error;
  }
}

export interface Session {
  pid: number;
  user: string;
  application: string;
  client: string | null;
  state: string | null;
  since: Date;
}

/** The sessions connected to a database, except this one. */
export async function listSessions(database: Database): Promise<Session[]> {
  return onServer(
    database,
    (sql, name) => sql<Session[]>`
      select pid, usename as user, application_name as application, host(client_addr) as client, state,
        backend_start as since
      from pg_stat_activity
      where datname = ${name} and pid <> pg_backend_pid() order by backend_start`,
  );
}

const DUPLICATE_DATABASE = '42P04';
const INVALID_CATALOG_NAME = '3D000';

/** Works from the database `postgres`, which always exists. */
async function onServer<T>(
  { url, credentials }: Database,
  work: (sql: postgres.Sql, name: string) => PromiseLike<T>,
): Promise<T> {
  const server = new URL(url);
  const name = decodeURIComponent(server.pathname.slice(1));
  server.pathname = '/postgres';
  const sql = connect(server.href, credentials);
  try {
    await sql`set statement_timeout = 0`;
    return await work(sql, name);
  } finally {
    await sql.end({ timeout: 1 });
  }
}
