import { tableName, tablesClient } from '../../shared/dynamo/client.ts';
import { loadSchema } from '../table/load-schema.ts';

export async function loadTable(): Promise<string> {
  const created = await loadSchema(tablesClient(), tableName);
  return `The table ${tableName} is ${created ? 'created and active' : 'there already'}.`;
}
