import { getMessageGroup } from '../../shared/contract/message-groups.ts';
import { getMembership, getRow, toApiMessageGroup } from '../../shared/dynamo/message-groups.ts';
import { serve } from '../../shared/edge/http.ts';
import { getCaller } from '../../shared/identity/callers.ts';

export const handler = serve(getMessageGroup, async ({ sub, params }) => {
  const caller = await getCaller(sub);
  const group = params.message_group_uuid;
  const own = await getMembership(caller.uuid, group);
  const other = await getRow(own.user_uuid, group, { consistent: false });
  const members = [memberOf(caller.uuid, own.shown_read_to), memberOf(own.user_uuid, other?.shown_read_to)];
  return { body: { ...toApiMessageGroup(own), members } };
});

const memberOf = (user_uuid: string, read_to: string | undefined) => ({
  user_uuid,
  ...(read_to && { read_to }),
});
