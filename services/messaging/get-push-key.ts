import { pushKeySettings } from '../../shared/config.ts';
import { getPushKey } from '../../shared/contract/push-subscriptions.ts';
import { serve } from '../../shared/edge/http.ts';
import { stageKeys } from '../../shared/push/stage-keys.ts';

const { publicKey } = stageKeys(pushKeySettings().CRUDDUR_PUSH_KEY);

export const handler = serve(getPushKey, async () => ({ body: { key: publicKey } }));
