import { readPage } from '#read-page';
import { listMessages } from '../../shared/contract/messages.ts';
import { showMessages } from '../../shared/dynamo/shown-messages.ts';
import { serve } from '../../shared/edge/http.ts';
import { getCaller } from '../../shared/identity/callers.ts';

/** Pattern A. */
export const handler = serve(listMessages, async ({ sub, params, query }) => {
  const caller = await getCaller(sub);
  const page = await readPage(caller.uuid, params.message_group_uuid, query);
  const direction = query.after ? 'after' : 'before';
  const body = await showMessages(caller.uuid, page.items, page);
  return { body, next: page.next ? { [direction]: page.next } : undefined };
});
