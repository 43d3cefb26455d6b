import { getMe } from '../../shared/contract/users.ts';
import { serve } from '../../shared/edge/http.ts';
import { UserNotRegistered } from '../../shared/errors.ts';
import { findUserBySub } from '../../shared/postgres/users.ts';

export const handler = serve(getMe, async ({ sub }) => {
  const me = await findUserBySub(sub);
  if (!me) throw new UserNotRegistered();
  return { body: me };
});
