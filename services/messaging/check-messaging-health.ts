import { pingTable } from '../../shared/dynamo/ping-table.ts';
import { checkStores } from '../../shared/health.ts';
import { serve } from '../../shared/http.ts';
import { pingPostgres } from '../../shared/postgres/client.ts';

export const handler = serve('checkMessagingHealth', async () => ({
  body: await checkStores({ dynamodb: pingTable, postgres: pingPostgres }),
}));
