import { focusManager, notifyManager, QueryClient } from '@tanstack/react-query';
import { mayPass } from '../../../../client/until-answered.ts';
import { isOffline } from '../net/reachability.ts';

// A hidden page retries too: its title shows the unread count.
focusManager.setFocused(true);
// In the same task: what is pending leaves its store as its acknowledgement enters the cache, and no frame shows neither.
notifyManager.setScheduler(queueMicrotask);

/** The `meta` of a query that frames keep fresh: after an interruption, catching up loads it again. */
export const LIVE = { isLive: true };

/** The cache of this tab's server state. Frames and catching up keep it fresh: nothing goes stale by age. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 60_000,
      gcTime: 10 * 60_000,
      refetchOnWindowFocus: false,
      refetchOnReconnect: false,
      networkMode: 'always',
      // During an outage the polling retries, with backoff.
      retry: (failures, error) => failures < 2 && mayPass(error) && !isOffline(),
    },
    mutations: { networkMode: 'always' },
  },
});
