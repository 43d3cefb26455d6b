import { updateMe } from '../../shared/contract/users.ts';
import { serve } from '../../shared/edge/http.ts';
import { UserNotRegistered } from '../../shared/errors.ts';
import { rememberCaller } from '../../shared/identity/callers.ts';
import { showDisplayName } from '../../shared/identity/display-names.ts';
import { updateDisplayName } from '../../shared/postgres/users.ts';

/** The name first, then the rows that show it; a request that fails in between is repeated by the client. */
export const handler = serve(updateMe, async ({ sub, body }) => {
  const me = await updateDisplayName(sub, body.display_name);
  if (!me) throw new UserNotRegistered();
  rememberCaller(sub, me);
  await showDisplayName(me.uuid, me.display_name);
  return { body: me };
});
