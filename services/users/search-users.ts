import { getCaller } from '../../shared/callers.ts';
import { serve } from '../../shared/http.ts';
import { searchUsers } from '../../shared/postgres/users.ts';

export const handler = serve('searchUsers', async ({ sub, query }) => {
  const caller = await getCaller(sub);
  return { body: await searchUsers(query.q, caller.uuid) };
});
