import { randomUUID } from 'node:crypto';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testStores } from '../../test/stores.ts';
import { connect } from './client.ts';
import { migrate } from './migrate.ts';

const schema = `migrate_${randomUUID().slice(0, 8)}`;
const url = `${testStores().postgres}?search_path=${schema}`;
const sql = connect(url);

beforeEach(async () => {
  await sql`create schema ${sql(schema)}`;
});
afterEach(async () => {
  await sql`drop schema ${sql(schema)} cascade`;
});
afterAll(() => sql.end());

async function directory(...scripts: string[]): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'migrations-'));
  await Promise.all(
    scripts.map((script, n) => writeFile(join(path, `00${n + 1}.do.step${n + 1}.sql`), script)),
  );
  return path;
}

test('applies each migration once, in order, and the new ones later', async () => {
  const one = 'create table t (n int);';
  const two = 'insert into t values (1); insert into t values (2);';
  expect(await migrate(url, await directory(one, two))).toEqual(['1 step1', '2 step2']);
  expect(await migrate(url, await directory(one, two))).toEqual([]);
  expect(await migrate(url, await directory(one, two, 'insert into t values (3);'))).toEqual(['3 step3']);
  expect((await sql`select n from t order by n`).map(({ n }) => n)).toEqual([1, 2, 3]);
});

test('with ten concurrent runners, one applies them', async () => {
  const path = await directory('create table t (n int);', 'insert into t values (1);');
  const applied = await Promise.all(Array.from({ length: 10 }, () => migrate(url, path)));
  expect(applied.flat()).toEqual(['1 step1', '2 step2']);
  expect(await sql`select n from t`).toHaveLength(1);
});

test('a failed migration is rolled back', async () => {
  const path = await directory('create table t (n int);', 'insert into t values (1); select 1/0;');
  await expect(migrate(url, path)).rejects.toThrow('division by zero');
  const tables = await sql`select tablename from pg_tables where schemaname = ${schema}`;
  expect(tables).toHaveLength(0);
});

test('a migration changed after it was applied is refused', async () => {
  await migrate(url, await directory('create table t (n int);'));
  await expect(migrate(url, await directory('create table t (n bigint);'))).rejects.toThrow('MD5');
});
