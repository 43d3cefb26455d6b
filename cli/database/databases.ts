import postgres from 'postgres';
import { connect } from '../../shared/postgres/client.ts';

/**
 * Creates the database that `url` names.
 *
 * @returns whether it was created; false if it is there.
 */
export async function createDatabase(url: string): Promise<boolean> {
  try {
    await onServer(url, (sql, database) => sql`create database ${sql(database)}`);
    return true;
  } catch (error) {
    if (error instanceof postgres.PostgresError && error.code === DUPLICATE_DATABASE) return false;
    throw error;
  }
}

/**
 * Drops the database that `url` names, with the sessions that use it.
 *
 * @returns whether there was one.
 */
export async function dropDatabase(url: string): Promise<boolean> {
  try {
    await onServer(url, (sql, database) => sql`drop database ${sql(database)} with (force)`);
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

/** Who is connected to the database that `url` names, this session left out. */
export async function listSessions(url: string): Promise<Session[]> {
  return onServer(
    url,
    (sql, database) => sql<Session[]>`
      select pid, usename as user, application_name as application, host(client_addr) as client, state,
        backend_start as since
      from pg_stat_activity
      where datname = ${database} and pid <> pg_backend_pid() order by backend_start`,
  );
}

const DUPLICATE_DATABASE = '42P04';
const INVALID_CATALOG_NAME = '3D000';

/** The work is done from the database `postgres`, which is always there. */
async function onServer<T>(
  url: string,
  work: (sql: postgres.Sql, database: string) => PromiseLike<T>,
): Promise<T> {
  const server = new URL(url);
  const database = decodeURIComponent(server.pathname.slice(1));
  server.pathname = '/postgres';
  const sql = connect(server.href);
  try {
    await sql`set statement_timeout = 0`;
    return await work(sql, database);
  } finally {
    await sql.end({ timeout: 1 });
  }
}
