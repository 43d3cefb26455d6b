import { useInfiniteQuery } from '@tanstack/react-query';
import type { RequestOf } from '../../../../client/operation-types.ts';
import { api } from '../api/api.ts';
import { LISTED } from './message-groups-query.ts';
import { LIVE } from './query-client.ts';

export type OtherListName = 'requests' | 'archived';

const PAGE = 30;

/** The message groups of a list other than the inbox, page by page. */
export function useOtherList(list: OtherListName) {
  return useInfiniteQuery({
    queryKey: [LISTED, list],
    queryFn: ({ pageParam }) => api.listMessageGroups.page(pageParam),
    initialPageParam: { query: { list, limit: PAGE } } as RequestOf<'listMessageGroups'>,
    getNextPageParam: ({ next }) => next,
    staleTime: 0,
    meta: LIVE,
  });
}

/** How many requests wait, as far as one page; `30+` beyond. */
export function useRequestCount(): string {
  const [first] = useOtherList('requests').data?.pages ?? [];
  return first ? `${first.items.length}${first.next ? '+' : ''}` : '0';
}
