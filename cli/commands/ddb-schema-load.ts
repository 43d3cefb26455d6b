import { dynamodbClient, tableName } from '../../shared/dynamo/client.ts';
import { loadSchema } from '../table/load-schema.ts';

export async function loadTable(): Promise<string> {
  const created = await loadSchema(
    dynamodbClient({ endpoint: process.env.CRUDDUR_DYNAMODB_ENDPOINT }),
    tableName,
  );
  return `The table ${tableName} is ${created ? 'created and active' : 'there already'}.`;
}
