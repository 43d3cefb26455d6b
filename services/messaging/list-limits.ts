import { listLimits } from '../../shared/contract/limits.ts';
import { readUse } from '../../shared/dynamo/limits.ts';
import { serve } from '../../shared/edge/http.ts';
import { remaining } from '../../shared/edge/limit-headers.ts';
import { getCaller } from '../../shared/identity/callers.ts';
import { limitsOfAccount } from '../../shared/limits.ts';

export const handler = serve(listLimits, async ({ sub }) => {
  const { uuid } = await getCaller(sub);
  const uses = await Promise.all(limitsOfAccount.map((name) => readUse(name, uuid)));
  return {
    body: uses.map((use) => ({
      name: use.name,
      limit: use.limit,
      window_s: use.window_s,
      remaining: remaining(use),
      reset_s: use.reset_s,
    })),
  };
});
