import type {
  Query,
  QueryCacheNotifyEvent,
  QueryFunction,
  QueryFunctionContext,
} from '@tanstack/react-query';
import { mayPass } from '../../../../client/until-answered.ts';
import { currentSession, subscribeToSession } from '../session/session.ts';
import { openDatabase } from '../store/database.ts';
import type { GroupList } from './group-list.ts';
import { keptList, keptTimeline } from './kept-shapes.ts';
import { messageGroupsQuery } from './message-groups-query.ts';
import { queryClient } from './query-client.ts';
import type { Timeline } from './timeline.ts';

const database = openDatabase('cruddur');

/** Changes with the shape of what is kept: what another version kept is removed. */
const VERSION = 1;
const WRITE_AFTER_MS = 1_000;

/** The part of each kind of query that is kept. */
const parts: Record<string, (data: never) => object | undefined> = {
  me: (data: object) => data,
  message_groups: (list: GroupList) => keptList(list),
  messages: (timeline: Timeline) => keptTimeline(timeline),
};

interface Entry {
  /** When it was loaded, in milliseconds since 1970. */
  at: number;
  data: object;
}

/** Whose data the cache of this tab holds: another tab may have changed the session a moment ago. */
let owner: string | undefined;
/** The keys of queries that changed since the last write, by name. */
const changed = new Map<string, Query['queryKey']>();
let timer: ReturnType<typeof setTimeout> | undefined;

/**
 * Keeps the user, the list and conversations in the browser, so that they can be read offline. Nothing encrypts them:
 * they are removed when the session ends, however it ends.
 */
export function keepReading(): void {
  for (const kind of Object.keys(parts)) queryClient.setQueryDefaults([kind], { persister: loadOrRestore });
  queryClient.getQueryCache().subscribe(noteChange);
  const noteOwner = () => {
    owner = currentSession()?.sub;
    void keepOwn(() => true);
  };
  subscribeToSession(noteOwner);
  noteOwner();
  addEventListener('pagehide', () => void writeChanged());
}

/** Loads a query. If the server cannot be reached, shows what was kept of it, until a later try succeeds. */
async function loadOrRestore<T>(
  load: QueryFunction<T>,
  context: QueryFunctionContext,
  query: Query,
): Promise<T> {
  try {
    return await load(context as never);
  } catch (error) {
    if (query.state.data === undefined && mayPass(error)) await restore(query);
    throw error;
  }
}

async function restore(query: Query): Promise<void> {
  const prefix = prefixOf(owner);
  const kept = (await database.read(prefix + nameOf(query.queryKey))) as Entry | undefined;
  if (!kept || query.state.data !== undefined || prefix !== prefixOf(owner)) return;
  queryClient.setQueryData(query.queryKey, { ...kept.data, restored: true }, { updatedAt: kept.at });
}

function noteChange({ type, query, ...event }: QueryCacheNotifyEvent): void {
  if (type !== 'updated' || !('action' in event) || event.action.type !== 'success') return;
  if (!(String(query.queryKey[0]) in parts) || isRestored(query.state.data)) return;
  changed.set(nameOf(query.queryKey), query.queryKey);
  timer ??= setTimeout(() => void writeChanged(), WRITE_AFTER_MS);
}

/** Writes what changed. Removes conversations that left the list, and what can no longer be kept. */
async function writeChanged(): Promise<void> {
  clearTimeout(timer);
  timer = undefined;
  const list = queryClient.getQueryData(messageGroupsQuery.queryKey);
  if (!owner || owner !== currentSession()?.sub || !list || isRestored(list)) return;
  const inList = new Set(keptList(list).groups.map(({ uuid }) => nameOf(['messages', uuid])));
  const isKept = (name: string) => !name.startsWith('messages.') || inList.has(name);
  const gone = new Set<string>();
  const entries: [key: string, entry: Entry][] = [];
  for (const [name, key] of changed) {
    const entry = isKept(name) && entryOf(key);
    if (entry) entries.push([prefixOf(owner) + name, entry]);
    else gone.add(name);
  }
  changed.clear();
  await database.write(entries);
  await keepOwn((name) => isKept(name) && !gone.has(name));
}

function entryOf(key: Query['queryKey']): Entry | undefined {
  const { data, dataUpdatedAt: at } = queryClient.getQueryState(key) ?? {};
  const part = data === undefined ? undefined : parts[String(key[0])]?.(data as never);
  return part && at !== undefined ? { at, data: part } : undefined;
}

/** Removes what is of others, or does not pass. */
function keepOwn(passes: (name: string) => boolean): Promise<void> {
  const prefix = prefixOf(owner);
  return database.keepOnly((key) => key.startsWith(prefix) && passes(key.slice(prefix.length)));
}

const isRestored = (data: unknown) => (data as { restored?: true } | undefined)?.restored === true;

const nameOf = (key: Query['queryKey']) => key.join('.');

const prefixOf = (sub = 'nobody') => `${VERSION}.${sub}.`;
