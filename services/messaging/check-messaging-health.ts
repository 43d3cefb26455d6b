import { checkMessagingHealth } from '../../shared/contract/health.ts';
import { pingTable } from '../../shared/dynamo/ping-table.ts';
import { healthCheck } from '../../shared/edge/health.ts';
import { serve } from '../../shared/edge/http.ts';
import { pingPostgres } from '../../shared/postgres/client.ts';

const check = healthCheck({ dynamodb: pingTable, postgres: pingPostgres });

export const handler = serve(checkMessagingHealth, async () => ({ body: await check() }));
