import { getCaller } from '../../shared/callers.ts';
import type { MessageGroup } from '../../shared/contract.ts';
import { listMessageGroups, type MessageGroupRow } from '../../shared/dynamo/message-groups.ts';
import { serve } from '../../shared/http.ts';

/** Pattern B. */
export const handler = serve('listMessageGroups', async ({ sub, query }) => {
  const caller = await getCaller(sub);
  const { limit, cursor, unread } = query;
  const page = await listMessageGroups(caller.uuid, { limit, cursor, unreadOnly: unread === 'true' });
  return { body: page.items.map(toMessageGroup), next: page.next ? { cursor: page.next } : undefined };
});

function toMessageGroup(row: MessageGroupRow): MessageGroup {
  return {
    uuid: row.message_group_uuid,
    display_name: row.user_display_name,
    handle: row.user_handle,
    user_uuid: row.user_uuid,
    message: row.message,
    created_at: row.last_message_at,
    unread_count: row.unread_count,
  };
}
