import { getCaller } from '../../shared/callers.ts';
import { getMembership } from '../../shared/dynamo/message-groups.ts';
import { listMessages, toApiMessage } from '../../shared/dynamo/messages.ts';
import { serve } from '../../shared/http.ts';

/** Pattern A. Membership and the page are read together; without membership the page is dropped. */
export const handler = serve('listMessages', async ({ sub, params, query }) => {
  const caller = await getCaller(sub);
  const [page] = await Promise.all([
    listMessages(params.message_group_uuid, query),
    getMembership(caller.uuid, params.message_group_uuid),
  ]);
  const direction = query.after ? 'after' : 'before';
  return { body: page.items.map(toApiMessage), next: page.next ? { [direction]: page.next } : undefined };
});
