import { queryOptions } from '@tanstack/react-query';
import type { RequestOf } from '../../../../client/operation-types.ts';
import type { MessageGroup } from '../../../../shared/contract/message-groups.ts';
import type { Message } from '../../../../shared/contract/messages.ts';
import { api } from '../api/api.ts';
import type { GroupList } from './group-list.ts';
import { findMessageGroup, listOfServer } from './message-groups-query.ts';
import { LIVE, queryClient } from './query-client.ts';
import {
  addNewer,
  addNewerPage,
  addOlderPage,
  applyChanges,
  BEGINNING,
  catchUpCursor,
  caughtUp,
  changesSince,
  cursorAt,
  newestPage,
  placeOf,
  type Timeline,
  unreadPage,
} from './timeline.ts';

const PAGE = 50;
/** After missing more than this many pages of 100, start again from the newest page. */
const CATCH_UP_PAGES = 5;

/** Loads in flight, each with the messages that frames delivered meanwhile: its list may be older. */
const readings = new Set<{ group: string; overtaking: Message[] }>();

/** The messages of a conversation. The first load reads the newest page; later ones catch up. */
export function timelineQuery(group: string) {
  return queryOptions({
    queryKey: ['messages', group],
    queryFn: () => refresh(group),
    staleTime: 0,
    meta: LIVE,
  });
}

/** Adds messages from frames or own sends, if the conversation is loaded. */
export function receiveMessages(group: string, messages: readonly Message[]): void {
  for (const reading of readings) if (reading.group === group) reading.overtaking.push(...messages);
  changeTimeline(group, (timeline) => addNewer(timeline, messages));
}

export async function loadOlder(group: string): Promise<void> {
  const first = held(group)?.messages[0];
  if (!first) return;
  const page = await listPage(group, { before: first.cursor, limit: PAGE });
  changeTimeline(group, (timeline) => {
    if (timeline.messages[0] !== first) return timeline;
    return addOlderPage(timeline, page.items, page.next !== undefined);
  });
}

export async function loadNewer(group: string): Promise<void> {
  const last = held(group)?.messages.at(-1);
  if (!last) return;
  const { found, overtaking } = await read(group, () => listPage(group, { after: last.cursor, limit: PAGE }));
  changeTimeline(group, (timeline) => {
    if (timeline.messages.at(-1) !== last) return timeline;
    return addNewer(addNewerPage(timeline, found.items, found.next !== undefined), overtaking);
  });
}

/** Replaces the window with the pages around a message, unless it is there. Without its cursor its uuid tells the place. */
export async function loadMessage(group: string, uuid: string, cursor = placeOf(uuid)): Promise<void> {
  if (heldMessages(group).some((message) => message.uuid === uuid)) return;
  const { found, overtaking } = await read(group, () => loadAround(group, cursor));
  queryClient.setQueryData(timelineQuery(group).queryKey, addNewer(found, overtaking));
}

/**
 * The first message since an instant that the reader has not hidden, else their last one before it; undefined if there is
 * none. Replaces the window with the pages around it, unless it is there.
 */
export async function findSince(group: string, instant: string): Promise<string | undefined> {
  const window = held(group);
  const reachesBack = window && (!window.hasOlder || (window.messages[0]?.created_at ?? '') < instant);
  const reachesOn = window && (!window.hasNewer || (window.messages.at(-1)?.created_at ?? '') >= instant);
  if (!reachesBack || !reachesOn) {
    const { found, overtaking } = await read(group, () => loadAround(group, cursorAt(instant)));
    if (found.messages.length === 0) await jumpToNewest(group);
    else queryClient.setQueryData(timelineQuery(group).queryKey, addNewer(found, overtaking));
  }
  const shown = heldMessages(group).filter(({ hidden }) => !hidden);
  return (shown.find(({ created_at }) => created_at >= instant) ?? shown.at(-1))?.uuid;
}

/** Replaces the window with the newest page. */
export async function jumpToNewest(group: string): Promise<void> {
  const { found, overtaking } = await read(group, () => loadNewest(group));
  queryClient.setQueryData(timelineQuery(group).queryKey, addNewer(found, overtaking));
}

/** The loaded messages of a conversation, oldest first. */
export function heldMessages(group: string): readonly Message[] {
  return held(group)?.messages ?? [];
}

/** The newest cursor of a conversation, if it is loaded. */
export function newestCursor(group: string): string | undefined {
  return held(group)?.messages.at(-1)?.cursor;
}

async function refresh(group: string): Promise<Timeline> {
  const start = told(group);
  const { found, overtaking } = await read(group, () => catchUp(group, start));
  return addNewer(found, overtaking);
}

async function catchUp(group: string, start: Timeline | undefined): Promise<Timeline> {
  const [missed, changed] = await Promise.all([listMissed(group, start), listChanged(group, start)]);
  const now = told(group) ?? start;
  if (!now || !missed || !changed) return keepNewer(await loadFirst(group), told(group));
  return applyChanges(now.hasNewer ? now : caughtUp(now, missed), changed);
}

/** The messages since the last catching up; null if the window has to be loaded anew. */
async function listMissed(group: string, start: Timeline | undefined): Promise<Message[] | null> {
  if (start?.hasNewer) return [];
  const from = start && catchUpCursor(start);
  return from ? listSince(group, from) : null;
}

/** The messages that changed since the last catching up; null if there are too many pages. */
async function listChanged(group: string, start: Timeline | undefined): Promise<Message[] | null> {
  const since = start && changesSince(start);
  if (!since) return null;
  const found: Message[] = [];
  let next: RequestOf<'listChanges'> | undefined = {
    params: { message_group_uuid: group },
    query: { since, limit: 100 },
  };
  for (let pages = 0; pages < CATCH_UP_PAGES && next; pages++) {
    const { items, next: following } = await api.listChanges.page(next);
    found.push(...items);
    next = following as typeof next;
  }
  return next ? null : found;
}

async function read<T>(group: string, list: () => Promise<T>): Promise<{ found: T; overtaking: Message[] }> {
  const reading = { group, overtaking: [] as Message[] };
  readings.add(reading);
  try {
    return { found: await list(), overtaking: reading.overtaking };
  } finally {
    readings.delete(reading);
  }
}

/** Keeps messages that are newer than the page: it may have been read before they came. */
function keepNewer(fresh: Timeline, now: Timeline | undefined): Timeline {
  return now && !now.hasNewer ? addNewer(fresh, now.messages) : fresh;
}

/** All messages since a cursor; null if there are too many pages. */
async function listSince(group: string, cursor: string): Promise<Message[] | null> {
  const found: Message[] = [];
  let after = cursor;
  for (let pages = 0; pages < CATCH_UP_PAGES; pages++) {
    const page = await listPage(group, { after, limit: 100 });
    found.push(...page.items);
    const last = page.items.at(-1);
    if (!page.next || !last) return found;
    after = last.cursor;
  }
  return null;
}

/** The newest page; or, if it does not reach back to the first unread message, the pages around that one. */
async function loadFirst(group: string): Promise<Timeline> {
  const [newest, list] = await Promise.all([
    loadNewest(group),
    // Without the list the conversation opens at its end.
    listOfServer().catch(() => undefined),
  ]);
  const row = list?.groups.find(({ uuid }) => uuid === group) ?? (await findUnlisted(group, list));
  const readTo = row?.read_to ?? BEGINNING;
  const first = newest.messages[0]?.cursor;
  const holdsBoundary = !newest.hasOlder || !first || first <= readTo;
  return !row?.unread_count || holdsBoundary ? newest : loadAround(group, readTo);
}

async function findUnlisted(group: string, list: GroupList | undefined): Promise<MessageGroup | null> {
  return list ? findMessageGroup(group).catch(() => null) : null;
}

async function loadAround(group: string, readTo: string): Promise<Timeline> {
  const unread = await listPage(group, { after: readTo, limit: PAGE });
  const before = unread.items[0]?.cursor;
  const read = before ? await listPage(group, { before, limit: PAGE }) : { items: [], next: undefined };
  return unreadPage(
    { messages: read.items, hasMore: read.next !== undefined },
    { messages: unread.items, hasMore: unread.next !== undefined },
  );
}

async function loadNewest(group: string): Promise<Timeline> {
  const page = await listPage(group, { limit: PAGE });
  return newestPage(page.items, page.next !== undefined);
}

function listPage(group: string, query: RequestOf<'listMessages'>['query']) {
  return api.listMessages.page({ params: { message_group_uuid: group }, query });
}

function held(group: string): Timeline | undefined {
  return queryClient.getQueryData(timelineQuery(group).queryKey);
}

/** What the server has told of a conversation, not what this browser kept. */
function told(group: string): Timeline | undefined {
  const timeline = held(group);
  return timeline?.restored ? undefined : timeline;
}

/** Changes the window of a conversation, if it is loaded. */
export function changeTimeline(group: string, step: (timeline: Timeline) => Timeline): void {
  queryClient.setQueryData(timelineQuery(group).queryKey, (timeline) => timeline && step(timeline));
}
