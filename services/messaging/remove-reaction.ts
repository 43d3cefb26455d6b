import { removeReaction } from '../../shared/contract/reactions.ts';
import { changeMessage } from '../../shared/dynamo/message-changes.ts';
import { keptReactions, withoutReaction } from '../../shared/dynamo/reactions.ts';
import { showOne } from '../../shared/dynamo/shown-messages.ts';
import { serve } from '../../shared/edge/http.ts';
import { getCaller } from '../../shared/identity/callers.ts';

export const handler = serve(removeReaction, async ({ sub, params }) => {
  const { uuid } = await getCaller(sub);
  const { emoji, ...name } = params;
  const changed = await changeMessage(uuid, name, (message) => {
    const reactions = withoutReaction(message.reactions ?? [], uuid, emoji);
    return reactions && { set: { reactions: keptReactions(reactions) } };
  });
  return { body: await showOne(uuid, changed) };
});
