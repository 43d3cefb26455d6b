import { updateMe } from '../../shared/contract/users.ts';
import { startRename } from '../../shared/dynamo/jobs.ts';
import { spend } from '../../shared/dynamo/limits.ts';
import { serve } from '../../shared/edge/http.ts';
import { UserNotRegistered } from '../../shared/errors.ts';
import { getWriter, rememberCaller } from '../../shared/identity/callers.ts';
import { updateProfile } from '../../shared/postgres/users.ts';

/**
 * Stores the name first, then starts the job that shows it in the caller's conversations. If it fails in between, the
 * client retries. Only a name is seen by others, and costs something.
 */
export const handler = serve(updateMe, async ({ sub, body }) => {
  const isRename = typeof body.display_name === 'string';
  if (isRename) await spend('renames', (await getWriter(sub)).uuid);
  const user = await updateProfile(sub, body);
  if (!user) throw new UserNotRegistered();
  const { name_version, ...me } = user;
  if (isRename) {
    rememberCaller(sub, me);
    await startRename(me.uuid, { display_name: me.display_name, name_version });
  }
  return { body: me };
});
