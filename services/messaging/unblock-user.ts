import { unblockUser } from '../../shared/contract/blocks.ts';
import { unblock } from '../../shared/dynamo/blocks.ts';
import { serve } from '../../shared/edge/http.ts';
import { UserIsCaller } from '../../shared/errors.ts';
import { getCaller } from '../../shared/identity/callers.ts';

export const handler = serve(unblockUser, async ({ sub, params: { user_uuid } }) => {
  const { uuid } = await getCaller(sub);
  if (uuid === user_uuid) throw new UserIsCaller();
  await unblock(uuid, user_uuid);
  return { body: undefined };
});
