import { DELETED_ACCOUNT, type UserShort } from '../../shared/contract/users.ts';
import { renameInRow } from '../../shared/dynamo/display-names.ts';
import { restoreErasedRow, showDeletedAccount } from '../../shared/dynamo/erasure/rows.ts';
import { type Key, partOf } from '../../shared/dynamo/keys.ts';
import { createRow, getRow, isErased, rowNaming } from '../../shared/dynamo/message-groups.ts';
import { findNewestMessage } from '../../shared/dynamo/messages.ts';
import { isPointer } from '../../shared/dynamo/pointers.ts';
import { refreshMessageGroup } from '../../shared/dynamo/projection.ts';
import { readItem } from '../../shared/dynamo/stored.ts';
import { metered } from '../../shared/edge/metering.ts';
import { findErased } from '../../shared/postgres/erasure.ts';
import { findUsers } from '../../shared/postgres/users.ts';
import { type Item, type Segment, scanTable } from '../table/scan-table.ts';
import { messageMembers, rowItem } from './items.ts';
import { merged } from './merged.ts';
import { paced } from './paced.ts';

/** The checkpoint of a segment; a new one starts at the beginning. */
export type SegmentPlace = Key | 'beginning' | 'done';

/** The result of one page. */
export interface Rebuilt {
  /** The page's segment. */
  segment: number;
  items: number;
  groups: number;
  /** Keys of items that cannot be read, or whose group cannot be rebuilt. */
  failed: Key[];
  /** The checkpoint after this page. */
  next: SegmentPlace;
}

/**
 * Rebuilds every row of every message group from the messages, the read markers and Postgres, by the stream handler's
 * own function. A lost row is created again, without its read marker.
 *
 * @param options.writeUnits the limit of write units a second, over all segments.
 * @param options.places the checkpoint of each segment; segments run concurrently. One segment if absent.
 */
export function rebuildTable(options: {
  writeUnits: number;
  places?: readonly SegmentPlace[];
}): AsyncGenerator<Rebuilt> {
  const pace = paced(options.writeUnits);
  const { places = ['beginning'] } = options;
  return merged(places.map((place, index) => rebuildSegment({ index, of: places.length }, place, pace)));
}

async function* rebuildSegment(
  segment: Segment,
  place: SegmentPlace,
  pace: ReturnType<typeof paced>,
): AsyncGenerator<Rebuilt> {
  if (place === 'done') return;
  const from = place === 'beginning' ? undefined : place;
  let last: string | undefined;
  for await (const { items, next = 'done' } of scanTable({ limit: PAGE_ITEMS, from, segment })) {
    const groups = new Map<string, Group>();
    const failed: Key[] = [];
    for (const item of items) {
      const group = await groupOf(item);
      if (group === 'unreadable') failed.push({ pk: item.pk, sk: item.sk });
      // The messages of a group are contiguous over the pages; rebuild the group once.
      else if (group && group.uuid !== last) groups.set(group.uuid, group);
      if (group && group !== 'unreadable') last = group.uuid;
    }
    for (const group of groups.values()) {
      if (!(await pace(() => rebuild(group)))) failed.push(group.found);
    }
    yield { segment: segment.index, items: items.length, groups: groups.size, failed, next };
  }
}

/**
 * Rebuilds the rows of one message group.
 *
 * @returns false if it has no readable message, or a member is not a user.
 */
export async function rebuildGroup(uuid: string): Promise<boolean> {
  const members = readItem(messageMembers, await findNewestMessage(uuid));
  return members !== undefined && rebuildRows(uuid, members.member_uuids);
}

const PAGE_ITEMS = 100;

interface Group {
  uuid: string;
  members: readonly string[];
  found: Key;
}

/** The group to rebuild for an item: a message's group, or the group of a row without messages. */
async function groupOf(item: Item): Promise<Group | 'unreadable' | undefined> {
  const part = partOf(item.pk);
  const found = { pk: item.pk, sk: item.sk };
  if (isPointer(item)) return undefined;
  if (part?.kind === 'message') {
    const message = readItem(messageMembers, item);
    return message ? { uuid: part.uuid, members: message.member_uuids, found } : 'unreadable';
  }
  if (part?.kind !== 'row' || isErased(item)) return undefined;
  const row = readItem(rowItem, item);
  if (!row) return 'unreadable';
  if (await findNewestMessage(item.sk)) return undefined;
  return { uuid: item.sk, members: [part.uuid, row.user_uuid], found };
}

/** @returns whether it succeeded, and the write units it took. */
function rebuild({ uuid, members }: Group): Promise<{ done: boolean; writeUnits: number }> {
  return metered(async (consumption) => {
    const done = await rebuildRows(uuid, members);
    return { done, writeUnits: consumption.writeUnits };
  });
}

async function rebuildRows(group: string, members: readonly string[]): Promise<boolean> {
  const [users, erased] = await Promise.all([findUsers(members), findErased(members)]);
  for (const member of members) {
    const uuid = members.find((one) => one !== member) ?? '';
    if (erased.has(member)) {
      await restoreErasedRow(member, group, uuid);
      continue;
    }
    const isGone = erased.has(uuid);
    const other = isGone ? { uuid, ...DELETED_ACCOUNT, name_version: 0 } : users.get(uuid);
    if (!other) return false;
    if (!(await restoreRow(member, group, other))) return false;
    await (isGone ? showDeletedAccount(member, group) : renameInRow(member, group, other));
  }
  await refreshMessageGroup(group, members);
  return true;
}

/** Creates a missing row; its message fields are derived afterwards. */
async function restoreRow(member: string, group: string, other: UserShort): Promise<boolean> {
  if (await getRow(member, group, { consistent: true })) return true;
  const newest = await findNewestMessage(group);
  if (!newest) return false;
  await createRow(member, rowNaming(other, newest, 0));
  return true;
}
