import { queryOptions, useQuery } from '@tanstack/react-query';
import { fullJitterMs } from '../../../../client/backoff.ts';
import { ApiError } from '../../../../client/errors.ts';
import { mayPass } from '../../../../client/until-answered.ts';
import type { Me } from '../../../../shared/contract/users.ts';
import { api } from '../api/api.ts';
import { useSession } from '../session/session.ts';
import { queryClient } from './query-client.ts';

/** Retries transient errors without limit: everything else waits for it. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: getOrRegisterMe,
  staleTime: 10 * 60_000,
  retry: (_, error) => mayPass(error),
  retryDelay: (failures) => fullJitterMs(Math.min(failures, 3)),
});

/** The signed-in user; undefined until loaded. */
export function useMe(): Me | undefined {
  return useQuery({ ...meQuery, enabled: useSession() !== null }).data;
}

/** Registers a user who confirmed the account but has no row yet. */
async function getOrRegisterMe(): Promise<Me> {
  try {
    return await api.getMe();
  } catch (error) {
    const isMissing = error instanceof ApiError && error.codes.includes('user_not_registered');
    if (!isMissing) throw error;
    return api.registerMe({ body: {} });
  }
}

/** The signed-in user, outside of rendering; undefined until loaded. */
export function currentMe(): Me | undefined {
  return queryClient.getQueryData(meQuery.queryKey);
}
