import { useInfiniteQuery } from '@tanstack/react-query';
import { ApiError } from '../../../../client/errors.ts';
import type { RequestOf } from '../../../../client/operation-types.ts';
import { api } from '../api/api.ts';
import { createValue, useStore } from '../store/create-store.ts';

/** What is typed into the search of the list. */
export const listSearch = createValue('');

/** The message group in which somebody searches. */
export const searchedGroup = createValue<string | null>(null);

/** The message that a search shall show; its conversation jumps there. */
export const wantedPlace = createValue<{ group: string; uuid: string; cursor: string } | null>(null);

/** The stage does not search messages: asked once, it is not asked again in this tab. */
const isOff = createValue(false);

export const useSearchOff = () => useStore(isOff);

const PAGE = 20;

/** The messages that have some words, newest first, in one conversation or in all. */
export function useFoundMessages(q: string, group: string | undefined) {
  const isSearchOff = useSearchOff();
  return useInfiniteQuery({
    queryKey: ['search', group ?? '', q],
    queryFn: ({ pageParam }) => api.searchMessages.page(pageParam).catch(noteOff),
    initialPageParam: {
      query: { q, limit: PAGE, ...(group && { message_group_uuid: group }) },
    } as RequestOf<'searchMessages'>,
    getNextPageParam: ({ next }) => next,
    enabled: q !== '' && !isSearchOff,
    staleTime: 0,
    gcTime: 0,
    placeholderData: (before) => before,
    retry: false,
  });
}

function noteOff(error: unknown): never {
  if (error instanceof ApiError && error.codes.includes('search_off')) isOff.set(true);
  throw error;
}
