import { updateMessageGroup } from '../../shared/contract/message-groups.ts';
import { toApiMessageGroup } from '../../shared/dynamo/message-groups.ts';
import { changeRow } from '../../shared/dynamo/row-settings.ts';
import { serve } from '../../shared/edge/http.ts';
import { getCaller } from '../../shared/identity/callers.ts';

export const handler = serve(updateMessageGroup, async ({ sub, params, body }) => {
  const { uuid } = await getCaller(sub);
  const { list, muted_until, pinned, cleared } = body;
  const row = await changeRow(uuid, params.message_group_uuid, {
    muted_until,
    list: list ?? undefined,
    pinned: pinned ?? undefined,
    cleared: cleared ?? undefined,
  });
  return { body: toApiMessageGroup(row) };
});
