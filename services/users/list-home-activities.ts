import { listHomeActivities as operation } from '../../shared/contract/activities.ts';
import { serve } from '../../shared/edge/http.ts';
import { listHomeActivities } from '../../shared/postgres/activities.ts';

/** The page size of the original application. */
const MAX_ACTIVITIES = 100;

export const handler = serve(operation, async () => ({
  body: await listHomeActivities(MAX_ACTIVITIES),
}));
