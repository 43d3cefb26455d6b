import { rememberCaller } from '../../shared/callers.ts';
import { showDisplayName } from '../../shared/display-names.ts';
import { UserNotRegistered } from '../../shared/errors.ts';
import { serve } from '../../shared/http.ts';
import { updateDisplayName } from '../../shared/postgres/users.ts';

/** The name first, then the rows that show it; a request that fails in between is repeated by the client. */
export const handler = serve('updateMe', async ({ sub, body }) => {
  const me = await updateDisplayName(sub, body.display_name);
  if (!me) throw new UserNotRegistered();
  rememberCaller(sub, me);
  await showDisplayName(me.uuid, me.display_name);
  return { body: me };
});
