import { checkUsersHealth } from '../../shared/contract/health.ts';
import { healthCheck } from '../../shared/edge/health.ts';
import { serve } from '../../shared/edge/http.ts';
import { pingPostgres } from '../../shared/postgres/client.ts';

const check = healthCheck({ postgres: pingPostgres });

export const handler = serve(checkUsersHealth, async () => ({ body: await check() }));
