import { listChanges } from '../../shared/contract/message-changes.ts';
import { listChangedMessages } from '../../shared/dynamo/message-changes.ts';
import { getMembership, type MessageGroupRow } from '../../shared/dynamo/message-groups.ts';
import { cursorOf } from '../../shared/dynamo/messages.ts';
import { showMessages } from '../../shared/dynamo/shown-messages.ts';
import { serve } from '../../shared/edge/http.ts';
import { getCaller } from '../../shared/identity/callers.ts';

export const handler = serve(listChanges, async ({ sub, params, query }) => {
  const caller = await getCaller(sub);
  const row = await getMembership(caller.uuid, params.message_group_uuid);
  const { items, next } = await listChangedMessages(params.message_group_uuid, query);
  const shown = items.filter((message) => isOnPages(row, cursorOf(message)));
  return { body: await showMessages(caller.uuid, shown, row), next: next ? { cursor: next } : undefined };
});

/** What the caller has deleted, or was sent while they blocked the other, is on no page either. */
const isOnPages = ({ blocked_to, cleared_to = '' }: MessageGroupRow, cursor: string) =>
  cursor > cleared_to && (blocked_to === undefined || cursor <= blocked_to);
