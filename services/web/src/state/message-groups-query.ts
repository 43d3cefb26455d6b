import { queryOptions, useQuery } from '@tanstack/react-query';
import { ApiError } from '../../../../client/errors.ts';
import type { MessageGroup } from '../../../../shared/contract/message-groups.ts';
import { api } from '../api/api.ts';
import {
  addPage,
  countOf,
  type GroupList,
  isBehind,
  isElsewhere,
  keepNewer,
  putGroup,
} from './group-list.ts';
import { LIVE, queryClient } from './query-client.ts';

const KEY = ['message_groups'];
const PAGE = 30;
const MAX_PAGE = 100;

/** Rows that frames delivered while a list was loading: the list may be older. */
let overtaking: MessageGroup[] | undefined;

/** The user's message groups, shared by every page. */
export const messageGroupsQuery = queryOptions({ queryKey: KEY, queryFn: loadGroups, meta: LIVE });

export function useMessageGroups() {
  return useQuery(messageGroupsQuery);
}

export function changeGroupList(change: (list: GroupList) => GroupList): void {
  queryClient.setQueryData<GroupList>(KEY, (list) => list && change(list));
}

/** Adds a row that a frame delivered. */
export function receiveGroup(group: MessageGroup): void {
  overtaking?.push(group);
  changeGroupList((list) => putGroup(list, group));
  queryClient.setQueryData(['message_group', group.uuid], (held) =>
    held || isElsewhere(group) ? group : undefined,
  );
  if (isListed(group)) void queryClient.invalidateQueries({ queryKey: [LISTED] });
}

/** Whether a group is in another list than the inbox, or was. */
const isListed = (group: MessageGroup) => isElsewhere(group) || listedGroup(group.uuid) !== undefined;

/** A row of the loaded pages of other lists than the inbox. */
export function listedGroup(uuid: string): MessageGroup | undefined {
  return queryClient
    .getQueriesData<{ pages: { items: MessageGroup[] }[] }>({ queryKey: [LISTED] })
    .flatMap(([, held]) => held?.pages ?? [])
    .flatMap(({ items }) => items)
    .find((group) => group.uuid === uuid);
}

/** The key of other lists than the inbox. A frame may move a group into them or out of them. */
export const LISTED = 'listed_groups';

export async function loadMoreGroups(): Promise<void> {
  const next = queryClient.getQueryData<GroupList>(KEY)?.next;
  if (!next) return;
  const page = await api.listMessageGroups.page(next);
  changeGroupList((list) => (list.next === next ? addPage(list, page.items, page.next) : list));
}

/** A message group of the user, loaded by itself if it is not in the loaded list; null if there is none. */
export async function findMessageGroup(uuid: string): Promise<MessageGroup | null> {
  const list = await listOfServer();
  return list.groups.find((group) => group.uuid === uuid) ?? loadGroup(uuid);
}

/**
 * Whether the loaded list lacks a change that no frame told, because it came before the connection. The newest row,
 * and the pinned ones, tell, for half a read unit each: a message moves its row to the top.
 */
export async function hasMissedMessages(): Promise<boolean> {
  await listOfServer();
  const told = await api.listMessageGroups({ query: { limit: 1, pinned: 'true' } });
  const list = queryClient.getQueryData<GroupList>(KEY);
  return !list || isBehind(list, told);
}

/** The list as the server told it, not as this browser kept it. */
export async function listOfServer(): Promise<GroupList> {
  const held = heldList();
  return held ?? queryClient.fetchQuery({ ...messageGroupsQuery, staleTime: 0 });
}

function heldList(): GroupList | undefined {
  const list = queryClient.getQueryData<GroupList>(KEY);
  return list?.restored ? undefined : list;
}

async function loadGroup(uuid: string): Promise<MessageGroup | null> {
  try {
    const { members: _, ...group } = await api.getMessageGroup({ params: { message_group_uuid: uuid } });
    return group;
  } catch (error) {
    if (error instanceof ApiError && [400, 404].includes(error.status)) return null;
    throw error;
  }
}

/** Refetches as many pages as are loaded, so that the list equals a fresh load with the same scrolling. */
async function loadGroups(): Promise<GroupList> {
  const wanted = heldList()?.groups.length ?? 0;
  const seen: MessageGroup[] = [];
  overtaking = seen;
  const [first, unread] = await Promise.all([
    api.listMessageGroups.page({ query: { limit: PAGE, pinned: 'true' } }),
    api.listMessageGroups({ query: { unread: 'true', limit: MAX_PAGE } }),
  ]);
  let list: GroupList = {
    groups: first.items,
    next: first.next,
    unread: countsOf([...unread, ...first.items]),
  };
  while (list.next && list.groups.length < wanted) {
    const page = await api.listMessageGroups.page(list.next);
    list = addPage(list, page.items, page.next);
  }
  if (overtaking === seen) overtaking = undefined;
  const held = heldList();
  return seen.reduce(putGroup, held ? keepNewer(list, held) : list);
}

function countsOf(groups: readonly MessageGroup[]): Record<string, number> {
  return Object.fromEntries(groups.map((group) => [group.uuid, countOf(group)]));
}
