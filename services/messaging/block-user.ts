import { blockUser } from '../../shared/contract/blocks.ts';
import { block } from '../../shared/dynamo/blocks.ts';
import { serve } from '../../shared/edge/http.ts';
import { UserIsCaller, UserNotFound } from '../../shared/errors.ts';
import { getCaller } from '../../shared/identity/callers.ts';
import { findUsers } from '../../shared/postgres/users.ts';

export const handler = serve(blockUser, async ({ sub, params: { user_uuid } }) => {
  const { uuid } = await getCaller(sub);
  if (uuid === user_uuid) throw new UserIsCaller();
  if (!(await findUsers([user_uuid])).has(user_uuid)) throw new UserNotFound();
  await block(uuid, user_uuid);
  return { body: undefined };
});
