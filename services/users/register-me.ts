import { serve } from '../../shared/http.ts';
import { findUserBySub, insertUser } from '../../shared/postgres/users.ts';
import { getAccount } from './account.ts';

/** For an account whose post-confirmation trigger failed. Repeating it changes nothing. */
export const handler = serve('registerMe', async ({ sub, accessToken, body }) => {
  const registered = await findUserBySub(sub);
  if (registered) return { body: registered };
  const account = await getAccount(accessToken);
  return { body: await insertUser({ ...account, handle: body.handle ?? account.handle }) };
});
