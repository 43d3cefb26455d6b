import { searchUsers as operation } from '../../shared/contract/users.ts';
import { serve } from '../../shared/edge/http.ts';
import { getCaller } from '../../shared/identity/callers.ts';
import { searchUsers } from '../../shared/postgres/users.ts';

export const handler = serve(operation, async ({ sub, query }) => {
  const caller = await getCaller(sub);
  return { body: await searchUsers(query.q, caller.uuid) };
});
