import { listChanges } from '../../shared/contract/message-changes.ts';
import { listChangedMessages } from '../../shared/dynamo/message-changes.ts';
import { getMembership } from '../../shared/dynamo/message-groups.ts';
import { showMessages } from '../../shared/dynamo/shown-messages.ts';
import { serve } from '../../shared/edge/http.ts';
import { getCaller } from '../../shared/identity/callers.ts';

export const handler = serve(listChanges, async ({ sub, params, query }) => {
  const caller = await getCaller(sub);
  await getMembership(caller.uuid, params.message_group_uuid);
  const { items, next } = await listChangedMessages(params.message_group_uuid, query);
  return { body: await showMessages(caller.uuid, items), next: next ? { cursor: next } : undefined };
});
