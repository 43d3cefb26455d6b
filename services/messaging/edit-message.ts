import { EDITABLE_FOR_MS, EDITS_MAX, editMessage } from '../../shared/contract/message-changes.ts';
import { newEdit } from '../../shared/dynamo/edits.ts';
import { spend } from '../../shared/dynamo/limits.ts';
import { changeMessage, type MessageChange } from '../../shared/dynamo/message-changes.ts';
import { getOpenMembership } from '../../shared/dynamo/message-groups.ts';
import type { StoredMessage } from '../../shared/dynamo/messages.ts';
import { digestOf } from '../../shared/dynamo/receipts.ts';
import { showOne } from '../../shared/dynamo/shown-messages.ts';
import { allDone } from '../../shared/edge/all-done.ts';
import { serve } from '../../shared/edge/http.ts';
import { MessageDeleted, NotTheSender, TooLateToEdit, TooManyEdits } from '../../shared/errors.ts';
import { getWriter } from '../../shared/identity/callers.ts';

export const handler = serve(editMessage, async ({ sub, params, body }) => {
  const { uuid } = await getWriter(sub);
  const edited = await changeMessage(uuid, params, async (message, now) => {
    if (message.user_uuid !== uuid) throw new NotTheSender();
    const edit = toEdit(message, body.message, now);
    // Whom the other blocks must not go on writing by editing.
    if (edit) await allDone(getOpenMembership(uuid, params.message_group_uuid), spend('changes', uuid));
    return edit;
  });
  return { body: await showOne(uuid, edited) };
});

/** The same text again changes nothing, so a repeated request does nothing more. */
function toEdit(message: StoredMessage, text: string, now: string): MessageChange | undefined {
  if (message.deleted_at !== undefined) throw new MessageDeleted();
  if (message.message === text) return undefined;
  if (Date.now() - Date.parse(message.created_at) > EDITABLE_FOR_MS) throw new TooLateToEdit();
  const edit_count = (message.edit_count ?? 0) + 1;
  if (edit_count > EDITS_MAX) throw new TooManyEdits();
  const sent_digest = message.sent_digest ?? digestOf(message.message);
  return {
    set: { message: text, edited_at: now, edit_count, sent_digest },
    stored_with: newEdit(message, now),
  };
}
