import { addReaction } from '../../shared/contract/reactions.ts';
import { spend } from '../../shared/dynamo/limits.ts';
import { changeMessage } from '../../shared/dynamo/message-changes.ts';
import { getOpenMembership } from '../../shared/dynamo/message-groups.ts';
import { withReaction } from '../../shared/dynamo/reactions.ts';
import { showOne } from '../../shared/dynamo/shown-messages.ts';
import { allDone } from '../../shared/edge/all-done.ts';
import { serve } from '../../shared/edge/http.ts';
import { MessageDeleted } from '../../shared/errors.ts';
import { getWriter } from '../../shared/identity/callers.ts';

export const handler = serve(addReaction, async ({ sub, params }) => {
  const { uuid } = await getWriter(sub);
  const { emoji, ...name } = params;
  const changed = await changeMessage(uuid, name, async (message) => {
    if (message.deleted_at !== undefined) throw new MessageDeleted();
    const reactions = withReaction(message.reactions ?? [], uuid, emoji);
    // Whom the other blocks must not reach them by reactions either.
    if (reactions) await allDone(getOpenMembership(uuid, name.message_group_uuid), spend('changes', uuid));
    return reactions && { set: { reactions } };
  });
  return { body: await showOne(uuid, changed) };
});
