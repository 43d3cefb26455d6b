import { getMe } from '../../shared/contract/users.ts';
import { serve } from '../../shared/edge/http.ts';
import { StoreUnavailable, UserNotRegistered } from '../../shared/errors.ts';
import { getAttributes } from '../../shared/identity/account.ts';
import { verifiedEmail } from '../../shared/identity/attributes.ts';
import { updateEmail } from '../../shared/postgres/accounts.ts';
import { findUserBySub } from '../../shared/postgres/users.ts';

/** Syncs the e-mail address from the user pool, which owns it; if the pool is down, returns the last known one. */
export const handler = serve(getMe, async ({ sub, accessToken }) => {
  const [me, email] = await Promise.all([findUserBySub(sub), currentEmail(accessToken)]);
  if (!me) throw new UserNotRegistered();
  if (!email || email === me.email || !(await updateEmail(sub, email))) return { body: me };
  return { body: { ...me, email } };
});

async function currentEmail(accessToken: string): Promise<string | undefined> {
  try {
    return verifiedEmail(await getAttributes(accessToken));
  } catch (error) {
    if (error instanceof StoreUnavailable) return undefined;
    throw error;
  }
}
