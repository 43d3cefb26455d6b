import { markRead as operation } from '../../shared/contract/message-groups.ts';
import { timeOfCursor } from '../../shared/dynamo/keys.ts';
import { markRead } from '../../shared/dynamo/read-marker.ts';
import { serve } from '../../shared/edge/http.ts';
import { MalformedCursor } from '../../shared/errors.ts';
import { getCaller } from '../../shared/identity/callers.ts';

/** A stored message may be 12 s ahead: clock skew of 5 s on either side, and a key that is ahead by 2 s. */
const CLOCK_TOLERANCE_MS = 15_000;

export const handler = serve(operation, async ({ sub, params, body }) => {
  refuseFuture(body.cursor);
  const caller = await getCaller(sub);
  const isPrivate = body.private ?? false;
  const unread_count = await markRead(caller.uuid, params.message_group_uuid, body.cursor, { isPrivate });
  return { body: { unread_count } };
});

/** A marker in the future would mark unwritten messages as read. */
function refuseFuture(cursor: string): void {
  const time = Date.parse(timeOfCursor(cursor));
  if (!(time <= Date.now() + CLOCK_TOLERANCE_MS)) throw new MalformedCursor();
}
