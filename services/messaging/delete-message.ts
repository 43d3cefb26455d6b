import { deleteMessage } from '../../shared/contract/message-changes.ts';
import { changeMessage } from '../../shared/dynamo/message-changes.ts';
import { deletionOf } from '../../shared/dynamo/message-deletion.ts';
import { serve } from '../../shared/edge/http.ts';
import { NotTheSender } from '../../shared/errors.ts';
import { getCaller } from '../../shared/identity/callers.ts';

export const handler = serve(deleteMessage, async ({ sub, params }) => {
  const { uuid } = await getCaller(sub);
  await changeMessage(uuid, params, async (message, deleted_at) => {
    if (message.user_uuid !== uuid) throw new NotTheSender();
    return deletionOf(message, deleted_at);
  });
  return { body: undefined };
});
