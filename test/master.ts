import postgres, { type Sql } from 'postgres';
import { testStores } from './stores.ts';

/** The master account of the tests' Postgres, with more rights than the functions. */
export function masterAccount(): { username: string; password: string } {
  const { username, password } = new URL(testStores().postgres);
  return { username, password };
}

/** Works on the tables of the test file as the master. */
export async function asMaster<T>(work: (sql: Sql) => PromiseLike<T>): Promise<T> {
  const sql = postgres(masterUrl(), { max: 1, onnotice: () => {} });
  try {
    return await work(sql);
  } finally {
    await sql.end();
  }
}

/** The address of the test file's schema for the master. */
export function masterUrl(): string {
  const url = new URL(testStores().postgres);
  url.search = new URL(process.env.POSTGRES_URL as string).search;
  return url.href;
}
