import { queryOptions, useQuery } from '@tanstack/react-query';
import type { Me } from '../../../../shared/contract/users.ts';
import { getMe } from '../api/get-me.ts';
import { fullJitter } from '../net/backoff.ts';
import { useSession } from '../session/session.ts';
import { mayPass } from './query-client.ts';

/** Everything else waits for it, so a page that is loaded while nobody answers asks until somebody does. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: getMe,
  staleTime: 10 * 60_000,
  retry: (_, error) => mayPass(error),
  retryDelay: (failures) => fullJitter(Math.min(failures, 3)),
});

/** The signed-in user; undefined while that is not known. */
export function useMe(): Me | undefined {
  return useQuery({ ...meQuery, enabled: useSession() !== null }).data;
}
