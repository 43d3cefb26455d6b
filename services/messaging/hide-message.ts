import { hideMessage } from '../../shared/contract/message-changes.ts';
import { changeMessage, getMessageEvenHidden } from '../../shared/dynamo/message-changes.ts';
import { isHiddenFrom } from '../../shared/dynamo/messages.ts';
import { serve } from '../../shared/edge/http.ts';
import { getCaller } from '../../shared/identity/callers.ts';

export const handler = serve(hideMessage, async ({ sub, params }) => {
  const { uuid } = await getCaller(sub);
  await changeMessage(
    uuid,
    params,
    (message) =>
      isHiddenFrom(uuid, message)
        ? undefined
        : { set: { hidden_from: new Set([...(message.hidden_from ?? []), uuid]) } },
    getMessageEvenHidden,
  );
  return { body: undefined };
});
