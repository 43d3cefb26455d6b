import { listChanges } from '../../shared/contract/message-changes.ts';
import { listChangedMessages } from '../../shared/dynamo/message-changes.ts';
import { getMembership } from '../../shared/dynamo/message-groups.ts';
import { cursorOf } from '../../shared/dynamo/messages.ts';
import { showMessages } from '../../shared/dynamo/shown-messages.ts';
import { serve } from '../../shared/edge/http.ts';
import { getCaller } from '../../shared/identity/callers.ts';

export const handler = serve(listChanges, async ({ sub, params, query }) => {
  const caller = await getCaller(sub);
  const { blocked_to } = await getMembership(caller.uuid, params.message_group_uuid);
  const { items, next } = await listChangedMessages(params.message_group_uuid, query);
  // What was sent while the caller blocked the other is on no page either.
  const shown = items.filter((message) => blocked_to === undefined || cursorOf(message) <= blocked_to);
  return { body: await showMessages(caller.uuid, shown), next: next ? { cursor: next } : undefined };
});
