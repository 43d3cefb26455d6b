import { listTables } from '../../shared/dynamo/list-tables.ts';
import { table } from './table.ts';

export async function list(): Promise<void> {
  const tables = await listTables();
  console.log(
    table(
      ['table', 'state', 'items'],
      tables.map(({ name, status, items }) => [name, status, String(items)]),
    ),
  );
}
