import { listMessageGroups as operation } from '../../shared/contract/message-groups.ts';
import { listMessageGroups, listUnreadMessageGroups } from '../../shared/dynamo/list-message-groups.ts';
import { toApiMessageGroup } from '../../shared/dynamo/message-groups.ts';
import { serve } from '../../shared/edge/http.ts';
import { getCaller } from '../../shared/identity/callers.ts';

/** Pattern B. */
export const handler = serve(operation, async ({ sub, query }) => {
  const caller = await getCaller(sub);
  const { limit, cursor, unread, list = 'inbox' } = query;
  const page =
    unread === 'true'
      ? await listUnreadMessageGroups(caller.uuid, { limit, cursor })
      : await listMessageGroups(caller.uuid, list, { limit, cursor });
  return { body: page.items.map(toApiMessageGroup), next: page.next ? { cursor: page.next } : undefined };
});
