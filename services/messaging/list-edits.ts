import { listEdits as operation } from '../../shared/contract/message-changes.ts';
import { listEdits, toApiEdit } from '../../shared/dynamo/edits.ts';
import { getMessageFor } from '../../shared/dynamo/message-changes.ts';
import { serve } from '../../shared/edge/http.ts';
import { getCaller } from '../../shared/identity/callers.ts';

export const handler = serve(operation, async ({ sub, params }) => {
  const caller = await getCaller(sub);
  const message = await getMessageFor(caller.uuid, params);
  const edits = message.edit_count ? await listEdits(message) : [];
  return { body: edits.map(toApiEdit) };
});
