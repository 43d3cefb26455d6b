import type { RequestOf } from '../../../../client/operation-types.ts';
import type { MessageGroup } from '../../../../shared/contract/message-groups.ts';
import type { Message } from '../../../../shared/contract/messages.ts';

type NextPage = RequestOf<'listMessageGroups'>;

/** The user's message groups as far as they are loaded, latest message first. */
export interface GroupList {
  groups: readonly MessageGroup[];
  /** What to ask for next; undefined when all are loaded. */
  next: NextPage | undefined;
  /** Unread messages by group, also of groups further down than what is loaded. */
  unread: Readonly<Record<string, number>>;
}

/** The server counts to 100; more is shown as 99+. */
export function unreadLabel(count: number): string {
  return count > 99 ? '99+' : String(count);
}

export function totalUnread({ unread }: GroupList): number {
  return Object.values(unread).reduce((sum, count) => sum + count, 0);
}

/** Adds a page to the end; a group that moved up meanwhile is there already. */
export function addPage(
  list: GroupList,
  page: readonly MessageGroup[],
  next: NextPage | undefined,
): GroupList {
  const held = new Set(list.groups.map(({ uuid }) => uuid));
  const added = page.filter(({ uuid }) => !held.has(uuid));
  return { ...list, groups: inOrder([...list.groups, ...added]), next };
}

/** Takes a row that is at least as new as the one held; an older one, arriving late, changes nothing. */
export function putGroup(list: GroupList, group: MessageGroup): GroupList {
  const held = list.groups.find(({ uuid }) => uuid === group.uuid);
  if (held && held.created_at > group.created_at) return list;
  const unread = { ...list.unread, [group.uuid]: group.unread_count };
  const others = list.groups.filter(({ uuid }) => uuid !== group.uuid);
  return { ...list, groups: withinLoaded([...others, group], list), unread };
}

export function putUnreadCount(list: GroupList, uuid: string, count: number, read_to?: string): GroupList {
  const groups = list.groups.map((group) =>
    group.uuid === uuid ? { ...group, unread_count: count, ...(read_to && { read_to }) } : group,
  );
  return { ...list, groups, unread: { ...list.unread, [uuid]: count } };
}

/**
 * Corrects the row of a group by a message that is newer than what the row shows. The row's own frame may
 * have come first: then there is nothing to do. Null when the group is not loaded.
 */
export function putLastMessage(
  list: GroupList,
  uuid: string,
  last: Message,
  isMine: boolean,
): GroupList | null {
  const held = list.groups.find((group) => group.uuid === uuid);
  if (!held) return null;
  if (held.created_at >= last.created_at) return list;
  const unread_count = isMine ? held.unread_count : Math.min(held.unread_count + 1, 100);
  return putGroup(list, { ...held, message: last.message, created_at: last.created_at, unread_count });
}

/**
 * A list that was just read, but not behind what is shown already: a message is told at once, the row that
 * the list reads follows it by a second.
 */
export function keepNewer(fresh: GroupList, held: GroupList): GroupList {
  const toldAt = new Map(fresh.groups.map(({ uuid, created_at }) => [uuid, created_at]));
  const loadedTo = fresh.next ? (fresh.groups.at(-1)?.created_at ?? '') : '';
  const isNewer = ({ uuid, created_at }: MessageGroup) => created_at > (toldAt.get(uuid) ?? loadedTo);
  return held.groups.filter(isNewer).reduce(putGroup, fresh);
}

function inOrder(groups: MessageGroup[]): MessageGroup[] {
  return groups.sort((a, b) => (a.created_at === b.created_at ? 0 : a.created_at > b.created_at ? -1 : 1));
}

/** A row below the last loaded one belongs to a page that is not loaded yet. */
function withinLoaded(groups: MessageGroup[], { groups: held, next }: GroupList): MessageGroup[] {
  const oldest = next ? held.at(-1)?.created_at : undefined;
  return inOrder(oldest ? groups.filter(({ created_at }) => created_at >= oldest) : groups);
}
