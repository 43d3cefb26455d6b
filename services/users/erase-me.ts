import { eraseMe } from '../../shared/contract/users.ts';
import { confirmErasure, prepareErasure } from '../../shared/dynamo/jobs.ts';
import { serve } from '../../shared/edge/http.ts';
import { SignInAgain, UserNotRegistered } from '../../shared/errors.ts';
import { signInTimeOf } from '../../shared/identity/access-token.ts';
import { eraseUser, findErasable } from '../../shared/postgres/erasure.ts';

/** Long enough to read what goes, and to try again during an outage. */
const FRESH_MS = 10 * 60_000;

/**
 * The job is stored before anything is erased and starts when Postgres has forgotten the user: whatever fails in between,
 * the client can repeat the request, and an operator sees what was left half-done.
 */
export const handler = serve(eraseMe, async ({ sub, accessToken, body: { messages } }) => {
  if (!(Date.now() - signInTimeOf(accessToken) <= FRESH_MS)) throw new SignInAgain();
  const uuid = await findErasable(sub);
  if (!uuid) throw new UserNotRegistered();
  await prepareErasure(uuid, { sub, messages });
  await eraseUser(sub);
  await confirmErasure(uuid);
  return { body: undefined };
});
