import type { ExportLine } from '../../shared/contract/exports.ts';
import { listBlocks } from '../../shared/dynamo/blocks.ts';
import { findNextMessageGroup } from '../../shared/dynamo/list-message-groups.ts';
import { getRow, type MessageGroupRow, toApiMessageGroup } from '../../shared/dynamo/message-groups.ts';
import { readPageOf } from '../../shared/dynamo/read-page.ts';
import { showMessages } from '../../shared/dynamo/shown-messages.ts';
import { findUsers } from '../../shared/postgres/users.ts';

/** Where an export goes on. */
export type Place =
  | { part: 'blocks'; after?: string | undefined }
  /** After a message of this group; without one, in the group after it; without either, in the first group. */
  | { part: 'groups'; group?: string | undefined; after?: string | undefined };

interface Step {
  lines: ExportLine[];
  next: Place | undefined;
}

const BLOCKS = 100;
const MESSAGES = 50;

/** Sorts before every cursor. */
const BEGINNING = '0';

/** One bounded piece of an export: blocks, or messages of one group. */
export function readStep(userUuid: string, place: Place): Promise<Step> {
  if (place.part === 'blocks') return readBlocks(userUuid, place.after);
  const { group, after } = place;
  return group !== undefined && after !== undefined ? goOn(userUuid, group, after) : enter(userUuid, group);
}

async function readBlocks(userUuid: string, after: string | undefined): Promise<Step> {
  const { items, next } = await listBlocks(userUuid, { limit: BLOCKS, after });
  if (items.length === 0) return { lines: [], next: { part: 'groups' } };
  const users = await findUsers(items.map(({ user_uuid }) => user_uuid));
  const lines = items.flatMap(({ user_uuid: uuid, blocked_at }): ExportLine[] => {
    const user = users.get(uuid);
    if (!user) return [];
    const { handle, display_name } = user;
    return [{ type: 'block', uuid, handle, display_name, blocked_at }];
  });
  return { lines, next: next ? { part: 'blocks', after: next.split('#')[1] } : { part: 'groups' } };
}

/** The next group, and its first messages. */
async function enter(userUuid: string, group: string | undefined): Promise<Step> {
  const row = await findNextMessageGroup(userUuid, group);
  if (!row) return { lines: [], next: undefined };
  const { lines, next } = await readMessages(userUuid, row, BEGINNING);
  return { lines: [{ type: 'message_group', ...toApiMessageGroup(row) }, ...lines], next };
}

async function goOn(userUuid: string, group: string, after: string): Promise<Step> {
  const row = await getRow(userUuid, group, { consistent: false });
  return row ? readMessages(userUuid, row, after) : { lines: [], next: { part: 'groups', group } };
}

/** As the caller may see them: what they have deleted for themselves, or was sent while they blocked, is left out. */
async function readMessages(userUuid: string, row: MessageGroupRow, after: string): Promise<Step> {
  const { message_group_uuid: group } = row;
  const { items, next } = await readPageOf(userUuid, row, { limit: MESSAGES, after });
  const shown = await showMessages(userUuid, items, row);
  return {
    lines: shown.map((message) => ({ type: 'message', message_group_uuid: group, ...message })),
    next: { part: 'groups', group, ...(next !== undefined && { after: next }) },
  };
}
