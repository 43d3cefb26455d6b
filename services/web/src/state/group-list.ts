import type { RequestOf } from '../../../../client/operation-types.ts';
import type * as contract from '../../../../shared/contract/message-groups.ts';
import type { MessageGroup } from '../../../../shared/contract/message-groups.ts';
import type { Message } from '../../../../shared/contract/messages.ts';
import { folded } from './folded.ts';

type NextPage = RequestOf<'listMessageGroups'>;

/** The loaded message groups of the user: the pinned ones, then the inbox, each latest message first. */
export interface GroupList {
  groups: readonly MessageGroup[];
  /** The next page; undefined when all are loaded. */
  next: NextPage | undefined;
  /** Unread messages by group, including groups that are not loaded. */
  unread: Readonly<Record<string, number>>;
  /** Kept by this browser: the server has not told the list yet. */
  restored?: true;
}

/** Typed as the contract's literal: a change there fails to compile here, and the schema is not bundled. */
const MAX_UNREAD_COUNT: typeof contract.UNREAD_COUNT_MAX = 100;

/** The server counts to 100, which is shown as 99+. */
export function unreadLabel(count: number): string {
  return count < MAX_UNREAD_COUNT ? String(count) : `${MAX_UNREAD_COUNT - 1}+`;
}

export function totalUnread({ unread }: GroupList): number {
  return Object.values(unread).reduce((sum, count) => sum + count, 0);
}

/** Whether a held row shows everything that a row of the server shows. */
export function isAtLeastAsNew(held: MessageGroup, told: MessageGroup): boolean {
  if (held.created_at !== told.created_at) return held.created_at > told.created_at;
  return held.unread_count === told.unread_count && held.message === told.message;
}

/**
 * Whether a list is behind what the server told of its pinned rows and of the newest other one: one of these is newer there,
 * or the list has another one in its place, which was archived or deleted on another device.
 */
export function isBehind({ groups }: GroupList, told: readonly MessageGroup[]): boolean {
  const newest = groups.find((group) => !isPinned(group));
  const first = groups.filter((group) => isPinned(group) || group === newest);
  const isHeld = (row: MessageGroup) =>
    groups.some((held) => held.uuid === row.uuid && isAtLeastAsNew(held, row));
  return !told.every(isHeld) || !first.every(({ uuid }) => told.some((row) => row.uuid === uuid));
}

/** The groups whose name, handle or last text has a text in it, without case and accents. */
export function matching(groups: readonly MessageGroup[], wanted: string): readonly MessageGroup[] {
  const sought = folded(wanted.trim().replace(/^@/, ''));
  if (sought === '') return groups;
  return groups.filter((group) => foldedTextsOf(group).some((text) => text.includes(sought)));
}

/** Folding is done once for each row: a long list is searched anew at each key. */
const foldedTexts = new WeakMap<MessageGroup, readonly string[]>();

function foldedTextsOf(group: MessageGroup): readonly string[] {
  const known = foldedTexts.get(group);
  if (known) return known;
  const texts = [group.display_name, group.handle, group.message].map(folded);
  foldedTexts.set(group, texts);
  return texts;
}

/** The names that several of the groups' people have: only the handle tells these apart. */
export function sharedNames(groups: readonly MessageGroup[]): ReadonlySet<string> {
  const byName = Map.groupBy(groups, ({ display_name }) => display_name);
  return new Set([...byName].flatMap(([name, those]) => (those.length > 1 ? name : [])));
}

/** Appends a page; skips groups that moved up meanwhile and are loaded already. */
export function addPage(
  list: GroupList,
  page: readonly MessageGroup[],
  next: NextPage | undefined,
): GroupList {
  const held = new Set(list.groups.map(({ uuid }) => uuid));
  const added = page.filter(({ uuid }) => !held.has(uuid));
  return { ...list, groups: inOrder([...list.groups, ...added]), next };
}

/** Whether a group is in another list than this: archived, or a request. */
export const isElsewhere = ({ list }: MessageGroup): boolean => list !== undefined && list !== 'pinned';

export const isMuted = ({ muted_until }: Pick<MessageGroup, 'muted_until'>): boolean =>
  muted_until !== undefined && muted_until > new Date().toISOString();

/** Whether a notification may tell of a group's last message. */
export const mayNotify = (group: MessageGroup): boolean =>
  group.unread_count > 0 &&
  !isMuted(group) &&
  group.request !== 'received' &&
  !group.blocked &&
  !group.message_deleted;

/** What a group adds to the total. */
export const countOf = (group: MessageGroup): number =>
  isElsewhere(group) || isMuted(group) ? 0 : group.unread_count;

/** Takes a row that is at least as new as the current one; ignores an older one that arrives late. */
export function putGroup(list: GroupList, group: MessageGroup): GroupList {
  const held = list.groups.find(({ uuid }) => uuid === group.uuid);
  if (held && held.created_at > group.created_at) return list;
  const unread = { ...list.unread, [group.uuid]: countOf(group) };
  const others = list.groups.filter(({ uuid }) => uuid !== group.uuid);
  if (isElsewhere(group)) return { ...list, groups: others, unread };
  return { ...list, groups: withinLoaded([...others, group], list), unread };
}

export function putUnreadCount(list: GroupList, uuid: string, count: number, read_to?: string): GroupList {
  const read = (group: MessageGroup) => ({ ...group, unread_count: count, ...(read_to && { read_to }) });
  const groups = list.groups.map((group) => (group.uuid === uuid ? read(group) : group));
  const held = groups.find((group) => group.uuid === uuid);
  return { ...list, groups, unread: { ...list.unread, [uuid]: held ? countOf(held) : count } };
}

/**
 * Updates the row of a group with a newer message. Does nothing if the row's own frame came first. Null if the group
 * is not loaded.
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
  const unread_count = isMine ? held.unread_count : Math.min(held.unread_count + 1, MAX_UNREAD_COUNT);
  const { message_mine: _, message_deleted: __, ...row } = held;
  const text = { message: last.message, ...(isMine && { message_mine: true as const }) };
  return putGroup(list, { ...row, ...text, created_at: last.created_at, unread_count });
}

/**
 * The fresh list, but with the current rows that are newer: a message's frame comes at once, its row in the list about
 * a second later. A group that the fresh list lacks may also have been archived on another device; then it is not newer
 * than all that the list tells.
 */
export function keepNewer(fresh: GroupList, held: GroupList): GroupList {
  const toldAt = new Map(fresh.groups.map(({ uuid, created_at }) => [uuid, created_at]));
  const newest = [...toldAt.values()].sort().at(-1) ?? '';
  const isNewer = ({ uuid, created_at }: MessageGroup) => created_at > (toldAt.get(uuid) ?? newest);
  return held.groups.filter(isNewer).reduce(putGroup, fresh);
}

const isPinned = ({ list }: MessageGroup) => list === 'pinned';

function inOrder(groups: MessageGroup[]): MessageGroup[] {
  const byTime = (a: MessageGroup, b: MessageGroup) =>
    a.created_at === b.created_at ? 0 : a.created_at > b.created_at ? -1 : 1;
  return groups.sort((a, b) => Number(isPinned(b)) - Number(isPinned(a)) || byTime(a, b));
}

/** Whether a row belongs to a page that is not loaded yet. */
function withinLoaded(groups: MessageGroup[], { groups: held, next }: GroupList): MessageGroup[] {
  const oldest = next ? held.at(-1)?.created_at : undefined;
  const isLoaded = (group: MessageGroup) => isPinned(group) || !oldest || group.created_at >= oldest;
  return inOrder(groups.filter(isLoaded));
}
