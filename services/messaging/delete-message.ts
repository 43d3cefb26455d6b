import { deleteMessage } from '../../shared/contract/message-changes.ts';
import { deleteEdits } from '../../shared/dynamo/edits.ts';
import { changeMessage } from '../../shared/dynamo/message-changes.ts';
import { serve } from '../../shared/edge/http.ts';
import { NotTheSender } from '../../shared/errors.ts';
import { getCaller } from '../../shared/identity/callers.ts';

export const handler = serve(deleteMessage, async ({ sub, params }) => {
  const { uuid } = await getCaller(sub);
  await changeMessage(uuid, params, async (message, deleted_at) => {
    if (message.user_uuid !== uuid) throw new NotTheSender();
    if (message.deleted_at !== undefined) return undefined;
    // First: an edit in between raises the revision, so the deletion fails and begins again. Done, it leaves none.
    if (message.edit_count) await deleteEdits(message);
    return { set: { ...nothingLeft, deleted_at } };
  });
  return { body: undefined };
});

/** Everything about the text. The digest could too: a short text is soon guessed. */
const nothingLeft = {
  message: '',
  edited_at: undefined,
  edit_count: undefined,
  sent_digest: undefined,
  reactions: undefined,
  reply_to: undefined,
};
