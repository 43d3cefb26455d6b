import { randomUUID } from 'node:crypto';
import postgres from 'postgres';
import { admitFunctions } from '../../shared/postgres/admit-functions.ts';
import { masterAccount, masterUrl } from '../../test/master.ts';
import { handler } from './migrate.ts';

const role = `functions_${randomUUID().slice(0, 8)}`;
const url = masterUrl();
const sql = postgres(url, { onnotice: () => {}, max: 1 });

afterAll(async () => {
  await sql`reset role`;
  await sql`drop owned by ${sql(role)}`;
  await sql`drop role ${sql(role)}`;
  await sql.end();
});

test('migrating a database that has every migration changes nothing', async () => {
  await expect(handler(masterAccount())).resolves.toEqual({ applied: [] });
});

test("an event without the master's password is refused, without quoting the event", async () => {
  await expect(handler({ username: 'cruddur', secret: 'hush' })).rejects.toThrow(
    expect.not.objectContaining({ message: expect.stringContaining('hush') }),
  );
});

test("least privilege: the functions' database user has exactly the rights that the statements need", async () => {
  await admitFunctions(url, role);
  await admitFunctions(url, role);
  await sql`grant ${sql(role)} to current_user`;
  const [member] = await sql`select pg_has_role(${role}, 'rds_iam', 'member') as admitted`;
  expect(member).toEqual({ admitted: true });
  await sql`grant usage on schema ${sql(new URL(url).searchParams.get('search_path') as string)} to ${sql(role)}`;
  await sql`set role ${sql(role)}`;
  await expect(sql`select 1 from users`).resolves.toEqual([]);
  await expect(sql`update users set display_name = 'x' where false`).resolves.toEqual([]);
  await expect(sql`select 1 from activities`).resolves.toEqual([]);
  for (const forbidden of [
    'delete from users',
    'insert into activities default values',
    'drop table users',
  ]) {
    await expect(sql.unsafe(forbidden)).rejects.toMatchObject({ code: '42501' });
  }
});
