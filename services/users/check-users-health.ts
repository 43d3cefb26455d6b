import { checkStores } from '../../shared/health.ts';
import { serve } from '../../shared/http.ts';
import { pingPostgres } from '../../shared/postgres/client.ts';

export const handler = serve('checkUsersHealth', async () => ({
  body: await checkStores({ postgres: pingPostgres }),
}));
