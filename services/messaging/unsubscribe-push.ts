import { unsubscribePush } from '../../shared/contract/push-subscriptions.ts';
import { removeSubscription, removeSubscriptions } from '../../shared/dynamo/push-subscriptions.ts';
import { serve } from '../../shared/edge/http.ts';
import { getCaller } from '../../shared/identity/callers.ts';

export const handler = serve(unsubscribePush, async ({ sub, query: { device_uuid } }) => {
  const { uuid } = await getCaller(sub);
  await (device_uuid ? removeSubscription(uuid, { device_uuid }) : removeSubscriptions(uuid));
  return { body: undefined };
});
