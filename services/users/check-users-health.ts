import { checkUsersHealth } from '../../shared/contract/health.ts';
import { checkStores } from '../../shared/edge/health.ts';
import { serve } from '../../shared/edge/http.ts';
import { pingPostgres } from '../../shared/postgres/client.ts';

export const handler = serve(checkUsersHealth, async () => ({
  body: await checkStores({ postgres: pingPostgres }),
}));
