import { subscribePush } from '../../shared/contract/push-subscriptions.ts';
import { storeSubscription } from '../../shared/dynamo/push-subscriptions.ts';
import { serve } from '../../shared/edge/http.ts';
import { EndpointInvalid } from '../../shared/errors.ts';
import { getCaller } from '../../shared/identity/callers.ts';
import { pushServiceUrl } from '../../shared/push/push-services.ts';

export const handler = serve(subscribePush, async ({ sub, params: { device_uuid }, body }) => {
  const { uuid } = await getCaller(sub);
  if (!pushServiceUrl(body.endpoint)) throw new EndpointInvalid();
  await storeSubscription(uuid, device_uuid, body);
  return { body: undefined };
});
