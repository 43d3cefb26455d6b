import { listBlocks as operation } from '../../shared/contract/blocks.ts';
import { listBlocks } from '../../shared/dynamo/blocks.ts';
import { serve } from '../../shared/edge/http.ts';
import { getCaller } from '../../shared/identity/callers.ts';
import { findUsers } from '../../shared/postgres/users.ts';

/** Names are read from Postgres, so that they are the present ones. */
export const handler = serve(operation, async ({ sub, query: { limit, cursor } }) => {
  const caller = await getCaller(sub);
  const { items, next } = await listBlocks(caller.uuid, { limit, after: cursor?.split('#')[1] });
  const users = await findUsers(items.map(({ user_uuid }) => user_uuid));
  const body = items.flatMap(({ user_uuid, blocked_at }) => {
    const user = users.get(user_uuid);
    return user ? { uuid: user.uuid, handle: user.handle, display_name: user.display_name, blocked_at } : [];
  });
  return { body, next: next ? { cursor: next } : undefined };
});
