import { eraseMe } from '../../shared/contract/users.ts';
import { confirmErasure, prepareErasure } from '../../shared/dynamo/jobs.ts';
import { serve } from '../../shared/edge/http.ts';
import { UserNotRegistered } from '../../shared/errors.ts';
import { eraseUser, findErasable } from '../../shared/postgres/erasure.ts';

/**
 * The job is stored before anything is erased and starts when Postgres has forgotten the user: whatever fails in between,
 * the client can repeat the request, and an operator sees what was left half-done.
 */
export const handler = serve(eraseMe, async ({ sub, body: { messages } }) => {
  const uuid = await findErasable(sub);
  if (!uuid) throw new UserNotRegistered();
  await prepareErasure(uuid, { sub, messages });
  await eraseUser(sub);
  await confirmErasure(uuid);
  return { body: undefined };
});
