import { queryOptions, useQuery } from '@tanstack/react-query';
import type { Me } from '../../../shared/contract.ts';
import { getMe } from './api/get-me.ts';
import { useSession } from './session/session.ts';

export const meQuery = queryOptions({ queryKey: ['me'], queryFn: getMe, staleTime: 10 * 60_000 });

/** The signed-in user; undefined while that is not known. */
export function useMe(): Me | undefined {
  return useQuery({ ...meQuery, enabled: useSession() !== null }).data;
}
