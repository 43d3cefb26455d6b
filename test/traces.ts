import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { documents, tableName } from '../shared/dynamo/client.ts';
import { GROUPS_BY_LIST, MESSAGE_CHANGES, UNREAD_GROUPS } from '../shared/dynamo/keys.ts';
import { asMaster } from './master.ts';
import { testStores } from './stores.ts';

/**
 * Every place of the stores that holds one of some words, as `<place>: <word>`: items of the table and its indexes, rows
 * of any table of Postgres, files of the user pool.
 */
export async function tracesOf(words: readonly string[]): Promise<string[]> {
  const held = (await Promise.all([inTable(), inPostgres(), inUserPool()])).flat();
  return held.flatMap(({ place, text }) =>
    words
      .filter((word) => text.toLowerCase().includes(word.toLowerCase()))
      .map((word) => `${place}: ${word}`),
  );
}

interface Held {
  place: string;
  text: string;
}

async function inTable(): Promise<Held[]> {
  const held: Held[] = [];
  for (const IndexName of [undefined, GROUPS_BY_LIST, MESSAGE_CHANGES, UNREAD_GROUPS]) {
    let ExclusiveStartKey: Record<string, unknown> | undefined;
    do {
      const { Items = [], LastEvaluatedKey } = await documents.send(
        new ScanCommand({ TableName: tableName, IndexName, ExclusiveStartKey }),
      );
      for (const item of Items)
        held.push({ place: `${IndexName ?? 'table'} ${item.pk} ${item.sk}`, text: JSON.stringify(item) });
      ExclusiveStartKey = LastEvaluatedKey;
    } while (ExclusiveStartKey);
  }
  return held;
}

function inPostgres(): Promise<Held[]> {
  return asMaster(async (sql) => {
    const tables = await sql<{ name: string }[]>`
      select table_name as name from information_schema.tables
      where table_schema = current_schema() and table_type = 'BASE TABLE'`;
    const rows = await Promise.all(
      tables.map(async ({ name }) => {
        const found = await sql<{ text: string }[]>`select t::text as text from ${sql(name)} t`;
        return found.map(({ text }) => ({ place: `postgres ${name}`, text }));
      }),
    );
    return rows.flat();
  });
}

function inUserPool(): Held[] {
  const folder = dirname(testStores().signingKeyFile);
  return readdirSync(folder, { recursive: true })
    .map((name) => join(folder, String(name)))
    .filter((file) => statSync(file).isFile())
    .map((file) => ({ place: `user pool ${file.slice(folder.length)}`, text: readFileSync(file, 'utf8') }));
}
