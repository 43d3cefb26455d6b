import type { UserShort } from '../../shared/contract/users.ts';
import { renameInRow } from '../../shared/dynamo/display-names.ts';
import { type Key, partOf } from '../../shared/dynamo/keys.ts';
import { createRow, getRow, rowNaming } from '../../shared/dynamo/message-groups.ts';
import { findNewestMessage } from '../../shared/dynamo/messages.ts';
import { isPointer } from '../../shared/dynamo/pointers.ts';
import { refreshMessageGroup } from '../../shared/dynamo/projection.ts';
import { metered } from '../../shared/edge/metering.ts';
import { findUsers } from '../../shared/postgres/users.ts';
import { type Item, scanTable } from '../table/scan-table.ts';
import { MessageMembers, RowItem, readItem } from './items.ts';
import { paced } from './paced.ts';

/**
 * Brings every row of every message group up to what the messages, the read markers and Postgres say, by the
 * stream handler's own function. A row that was lost is made again; its read marker is not to be had any more.
 *
 * @param options.writeUnits how many write units a second it may take.
 * @param options.from goes on behind the `next` of a page that is done.
 * @returns for each page how many groups were rebuilt, the keys of items that cannot be, and where to go on.
 */
export async function* rebuildTable(options: {
  writeUnits: number;
  from?: Key | undefined;
}): AsyncGenerator<{ groups: number; failed: Key[]; next: Key | undefined }> {
  const pace = paced(options.writeUnits);
  let last: string | undefined;
  for await (const { items, next } of scanTable({ limit: PAGE_ITEMS, from: options.from })) {
    const groups = new Map<string, Group>();
    const failed: Key[] = [];
    for (const item of items) {
      const group = groupOf(item);
      if (group === 'unreadable') failed.push({ pk: item.pk, sk: item.sk });
      // The messages of a group follow one another over the pages.
      else if (group && group.uuid !== last) groups.set(group.uuid, group);
      last = group && group !== 'unreadable' && partOf(item.pk)?.kind === 'message' ? group.uuid : last;
    }
    for (const group of groups.values()) {
      if (!(await pace(() => rebuild(group)))) failed.push(group.found);
    }
    yield { groups: groups.size, failed, next };
  }
}

const PAGE_ITEMS = 100;

interface Group {
  uuid: string;
  members: readonly string[];
  found: Key;
}

function groupOf(item: Item): Group | 'unreadable' | undefined {
  const part = partOf(item.pk);
  const found = { pk: item.pk, sk: item.sk };
  if (isPointer(item)) return undefined;
  if (part?.kind === 'message') {
    const message = readItem(MessageMembers, item);
    return message ? { uuid: part.uuid, members: message.member_uuids, found } : 'unreadable';
  }
  if (part?.kind !== 'row') return undefined;
  const row = readItem(RowItem, item);
  return row ? { uuid: row.sk, members: [part.uuid, row.user_uuid], found } : 'unreadable';
}

/** @returns whether it could be done, and what it took. */
function rebuild({ uuid, members }: Group): Promise<{ done: boolean; writeUnits: number }> {
  return metered(async (consumption) => {
    const done = await rebuildRows(uuid, members);
    return { done, writeUnits: consumption.writeUnits };
  });
}

async function rebuildRows(group: string, members: readonly string[]): Promise<boolean> {
  const users = await findUsers(members);
  for (const member of members) {
    const other = users.get(members.find((uuid) => uuid !== member) ?? '');
    if (!other) return false;
    if (!(await restoreRow(member, group, other))) return false;
    await renameInRow(member, group, other);
  }
  await refreshMessageGroup(group, members);
  return true;
}

/** Makes a row that is missing; what it says of messages is derived afterwards. */
async function restoreRow(member: string, group: string, other: UserShort): Promise<boolean> {
  if (await getRow(member, group, { consistent: true })) return true;
  const newest = await findNewestMessage(group);
  if (!newest) return false;
  await createRow(member, rowNaming(other, newest, 0));
  return true;
}
