import type { GroupList } from './group-list.ts';
import type { Timeline } from './timeline.ts';

/** How much of the list, and of each conversation in that part, is kept for reading offline. */
export const MAX_GROUPS = 30;
export const MAX_MESSAGES = 50;

/** The part of the list that is kept. Requests and archived groups are in lists of their own, and so never kept. */
export function keptList(list: GroupList): GroupList {
  const groups = list.groups.slice(0, MAX_GROUPS);
  const unread = Object.fromEntries(Object.entries(list.unread).filter(([, count]) => count > 0));
  return { groups, unread, next: undefined };
}

/**
 * The part of a conversation that is kept. Undefined if the window does not reach its newest message: then changes of
 * that part may not be known.
 */
export function keptTimeline({ messages, hasOlder, hasNewer }: Timeline): Timeline | undefined {
  if (hasNewer) return undefined;
  const newest = messages.slice(-MAX_MESSAGES);
  const isCut = newest.length < messages.length;
  return { messages: newest, hasOlder: hasOlder || isCut, hasNewer, completeTo: null, changesTo: null };
}
