import { listTables } from '../table/list-tables.ts';
import { table } from '../text-table.ts';

export async function list(): Promise<void> {
  const tables = await listTables();
  console.log(
    table(
      ['table', 'state', 'items'],
      tables.map(({ name, status, items }) => [name, status, String(items)]),
    ),
  );
}
