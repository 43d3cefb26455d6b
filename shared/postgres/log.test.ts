import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { testStores } from '../../test/stores.ts';
import { connect } from './client.ts';
import { storeWords } from './searched-messages.ts';

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

test('a statement with words of messages that fails does not log them', async () => {
  const [word, uuid] = [`word${randomUUID()}`, randomUUID()];
  const failing = { member_uuid: uuid, message_group_uuid: uuid, place: '', revision: 'none', words: [word] };
  await expect(storeWords([failing as never])).rejects.toMatchObject({ code: '22P02' });
  const log = readFileSync(testStores().postgresLog, 'utf8');
  expect(log).toContain('insert into searched_messages');
  expect(log).not.toContain(word);
});
