import { checkMessagingHealth } from '../../shared/contract/health.ts';
import { pingTable } from '../../shared/dynamo/ping-table.ts';
import { checkStores } from '../../shared/edge/health.ts';
import { serve } from '../../shared/edge/http.ts';
import { pingPostgres } from '../../shared/postgres/client.ts';

export const handler = serve(checkMessagingHealth, async () => ({
  body: await checkStores({ dynamodb: pingTable, postgres: pingPostgres }),
}));
