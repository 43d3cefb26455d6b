import { registerMe } from '../../shared/contract/users.ts';
import { serve } from '../../shared/edge/http.ts';
import { getAttributes } from '../../shared/identity/account.ts';
import { findUserBySub, insertUser } from '../../shared/postgres/users.ts';
import { toNewUser } from './new-user.ts';

/** For an account whose post-confirmation trigger failed. Idempotent. */
export const handler = serve(registerMe, async ({ sub, accessToken, body }) => {
  const registered = await findUserBySub(sub);
  if (registered) return { body: registered };
  return { body: await insertUser(toNewUser(await getAttributes(accessToken), body.handle)) };
});
