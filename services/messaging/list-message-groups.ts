import { listMessageGroups as operation } from '../../shared/contract/message-groups.ts';
import { listMessageGroups, listUnreadMessageGroups } from '../../shared/dynamo/list-message-groups.ts';
import { type MessageGroupRow, toApiMessageGroup } from '../../shared/dynamo/message-groups.ts';
import type { Page } from '../../shared/dynamo/page.ts';
import { allDone } from '../../shared/edge/all-done.ts';
import { serve } from '../../shared/edge/http.ts';
import { getCaller } from '../../shared/identity/callers.ts';

/** Pattern B. */
export const handler = serve(operation, async ({ sub, query }) => {
  const { uuid } = await getCaller(sub);
  const { limit, cursor, unread, pinned, list = 'inbox' } = query;
  const options = { limit, cursor };
  const page =
    unread === 'true' ? listUnreadMessageGroups(uuid, options) : listMessageGroups(uuid, list, options);
  const isWithPinned = pinned === 'true' && !cursor;
  const { items, next } = await (isWithPinned ? withPinned(uuid, page) : page);
  return { body: items.map(toApiMessageGroup), next: next ? { cursor: next } : undefined };
});

/** More than are ever pinned. */
const PINNED_LIMIT = 10;

async function withPinned(userUuid: string, page: Promise<Page<MessageGroupRow>>) {
  const [pinned, { items, next }] = await allDone(
    listMessageGroups(userUuid, 'pinned', { limit: PINNED_LIMIT }),
    page,
  );
  return { items: [...pinned.items, ...items], next };
}
