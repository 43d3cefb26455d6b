import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { testStores } from '../../test/stores.ts';
import { connect } from './client.ts';

test('a broken constraint does not log its values in Postgres', async () => {
  const sql = connect(testStores().postgres);
  const [table, address] = [`log_${randomUUID().slice(0, 8)}`, `${randomUUID()}@example.test`];
  await sql`create table ${sql(table)} (email text unique)`;
  const insert = () => sql`insert into ${sql(table)} values (${address})`;
  await insert();
  await expect(insert()).rejects.toMatchObject({ code: '23505' });
  await sql`drop table ${sql(table)}`;
  await sql.end();
  const log = readFileSync(testStores().postgresLog, 'utf8');
  expect(log).toContain(`"${table}_email_key"`);
  expect(log).not.toContain(address);
});
