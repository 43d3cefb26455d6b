import type { ISql } from 'postgres';
import { connect } from './client.ts';

/**
 * Grants the functions access as `role`, with IAM tokens instead of a password and the rights that their statements
 * need. Idempotent.
 *
 * @param url the database as its master, who has made the tables.
 */
export async function admitFunctions(url: string, role: string): Promise<void> {
  const sql = connect(url);
  const name = sql(role);
  try {
    await sql.begin(async (transaction) => {
      const [known] = await transaction`select from pg_roles where rolname = ${role}`;
      if (!known) await transaction`create role ${name} login`;
      await transaction`grant rds_iam to ${name}`;
      await grantTables(transaction, role);
    });
  } finally {
    await sql.end({ timeout: 1 });
  }
}

/** Least privilege: the functions cannot delete users or change tables. What is derived they may delete. */
export async function grantTables(sql: ISql, role: string): Promise<void> {
  const name = sql(role);
  await sql`grant select, insert, update on users to ${name}`;
  await sql`grant select on activities, searched_names to ${name}`;
  await sql`grant insert on reports to ${name}`;
  await sql`grant select, insert, update, delete on searched_messages to ${name}`;
}
