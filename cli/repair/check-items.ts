import { DELETED_ACCOUNT, type UserShort } from '../../shared/contract/users.ts';
import { listEdits } from '../../shared/dynamo/edits.ts';
import { isBare } from '../../shared/dynamo/erasure/rows.ts';
import { editKey, messageCursor, messageGroupUuid, partOf } from '../../shared/dynamo/keys.ts';
import {
  type ErasedRow,
  getAnyRow,
  isErased,
  type MessageGroupRow,
} from '../../shared/dynamo/message-groups.ts';
import { findNewestMessage, getMessage } from '../../shared/dynamo/messages.ts';
import { placeOfKey } from '../../shared/dynamo/places.ts';
import { isPointer } from '../../shared/dynamo/pointers.ts';
import { differencesOf, findDifferences } from '../../shared/dynamo/projection.ts';
import { readItem } from '../../shared/dynamo/stored.ts';
import { findErased } from '../../shared/postgres/erasure.ts';
import { findUsers } from '../../shared/postgres/users.ts';
import type { Item } from '../table/scan-table.ts';
import { editItem, erasedItem, messageItem, pointerItem, receiptItem, rowItem } from './items.ts';

/** An item that breaks an invariant of the data model. Names and keys only: message texts are private. */
export interface Violation {
  pk: string;
  sk: string;
  problem: string;
}

/**
 * Checks items of any kind against the invariants, reading the items they refer to; writes nothing. What a row should
 * say is derived by the stream handler's own function. It sees the table only: that no acknowledged send is lost, only
 * tests can tell, which know what was acknowledged.
 */
export async function checkItems(items: readonly Item[]): Promise<Violation[]> {
  const users = await findNames(items.flatMap((item) => readItem(rowItem, item)?.user_uuid ?? []));
  const groups = new Set<string>();
  const violations: Violation[] = [];
  for (let start = 0; start < items.length; start += AT_ONCE) {
    const checked = items.slice(start, start + AT_ONCE).map(async (item) => {
      const problems = await problemsOf(item, users, groups);
      return problems.map((problem) => ({ pk: item.pk, sk: item.sk, problem }));
    });
    violations.push(...(await Promise.all(checked)).flat());
  }
  return violations;
}

const AT_ONCE = 16;

/** How rows should name these people. */
async function findNames(uuids: readonly string[]): Promise<Users> {
  const [users, erased] = await Promise.all([findUsers(uuids), findErased(uuids)]);
  return new Map<string, UserShort>([
    ...users,
    ...[...erased].map((uuid) => [uuid, { uuid, ...DELETED_ACCOUNT }] as const),
  ]);
}

type Users = ReadonlyMap<string, UserShort>;

async function problemsOf(item: Item, users: Users, groups: Set<string>): Promise<string[]> {
  const part = partOf(item.pk);
  if (part?.kind === 'row') return checkRow(part.uuid, item, users);
  if (part?.kind === 'message' && isPointer(item)) return checkPointer(part.uuid, item);
  if (part?.kind === 'message') return checkMessage(part.uuid, item, groups);
  if (part?.kind === 'edit') return checkEdit(part.uuid, item);
  if (part?.kind === 'receipt') return checkReceipt(part.uuid, item);
  return [];
}

/** Invariants 3 and 4: one row per member, which names the other and agrees with the messages. */
async function checkRow(member: string, item: Item, users: Users): Promise<string[]> {
  if (isErased(item)) return checkErasedRow(member, item);
  const row = readItem(rowItem, item);
  if (!row || row.message_group_uuid !== item.sk) return ['the row is malformed'];
  if (messageGroupUuid(member, row.user_uuid) !== item.sk) return ['the row is in the wrong message group'];
  const [other, newest] = await Promise.all([
    getAnyRow(row.user_uuid, item.sk),
    findNewestMessage(item.sk, row.last_message_at),
  ]);
  const problems = [...namesOf(row, users)];
  if (other && isErased(other) && !row.closed)
    problems.push('the other member is gone, and it is not closed');
  if ((row.cleared_to ?? '') > (row.read_to ?? '')) problems.push('it is cleared further than it is read');
  if (!other) problems.push("the other member's row is missing");
  if (!newest) return [...problems, 'the message group has no message'];
  // A row deleted meanwhile has no differences; the scan will not find it again.
  if (!(await getAnyRow(member, item.sk))) return [];
  const [difference] = await findDifferences(item.sk, [member]);
  if (!difference) return problems;
  return [...problems, `${differencesOf(difference).join(', ')} not as the messages say`];
}

/** Nothing is left in it, and its member has really deleted their account. */
async function checkErasedRow(member: string, item: ErasedRow & Item): Promise<string[]> {
  const row = readItem(erasedItem, item);
  if (!row || !isBare(item) || messageGroupUuid(member, row.user_uuid) !== item.sk)
    return ['what is left of the row is malformed'];
  return (await findErased([member])).has(member) ? [] : ['the row is erased, and its member is a user'];
}

function* namesOf(row: MessageGroupRow, users: Users): Generator<string> {
  const other = users.get(row.user_uuid);
  if (!other) yield 'the other member is not a user';
  else if (other.display_name !== row.user_display_name || other.handle !== row.user_handle)
    yield "the other member's name is out of date";
}

/** Invariants 3 and 5: the key is the time and the uuid, and everyone in the group has a row. */
async function checkMessage(group: string, item: Item, groups: Set<string>): Promise<string[]> {
  const message = readItem(messageItem, item);
  if (!message || item.sk !== messageCursor(message.created_at, message.message_uuid))
    return ['the message is malformed'];
  if ((message.message === '') !== (message.deleted_at !== undefined))
    return ['a message has no text, and was not deleted, or the other way round'];
  if (message.deleted_at && (message.edited_at || message.sent_digest || message.reactions))
    return ['a deleted message still tells something of its texts'];
  if (message.reactions?.some(({ user_uuids }) => new Set(user_uuids).size !== user_uuids.length))
    return ['somebody reacted twice with the same emoji'];
  if ((message.revision === undefined) !== (message.changed_at === undefined))
    return ['a changed message has no revision, or no time of its change'];
  const [one = '', other = ''] = message.member_uuids;
  if (messageGroupUuid(one, other) !== group) return ['the message is in the wrong message group'];
  if (!message.member_uuids.includes(message.user_uuid)) return ['the sender is not a member'];
  if (Date.parse(message.created_at) > Date.now() + CLOCK_TOLERANCE_MS)
    return ['the message has a time in the future: the clock of the function that stored it was wrong'];
  if (groups.has(group)) return [];
  groups.add(group);
  const rows = await Promise.all([one, other].map((member) => getAnyRow(member, group)));
  return rows.every(Boolean) ? [] : ['a member of the message group has no row'];
}

/** A key is up to 2 s ahead of its function's clock, which may be ahead of this one. */
const CLOCK_TOLERANCE_MS = 15_000;

/** Invariant 9: an earlier text belongs to a message that was edited and not deleted. */
async function checkEdit(group: string, item: Item): Promise<string[]> {
  const edit = readItem(editItem, item);
  const place = edit && placeOfKey(edit.message_uuid);
  if (!place || item.sk !== editKey(group, edit.message_uuid, edit.replaced_at).sk)
    return ['the earlier text is malformed'];
  const message = await getMessage(group, messageCursor(place.created_at, place.message_uuid));
  if (message?.edit_count) return [];
  // A deletion may have taken both since the item was read.
  const edits = await listEdits({ message_group_uuid: group, message_uuid: edit.message_uuid });
  const isThere = edits.some(({ replaced_at }) => replaced_at === edit.replaced_at);
  return isThere ? ['the earlier text belongs to no edited message'] : [];
}

/** Invariant 7: a pointer's message exists. */
async function checkPointer(group: string, item: Item): Promise<string[]> {
  const pointer = readItem(pointerItem, item);
  if (!pointer) return ['the pointer is malformed'];
  return (await getMessage(group, pointer.message_sk)) ? [] : ['the pointer has no message'];
}

/** Invariants 1 and 7: the message of a used idempotency key exists. */
async function checkReceipt(owner: string, item: Item): Promise<string[]> {
  const receipt = readItem(receiptItem, item);
  if (!receipt) return ['the receipt is malformed'];
  const message = await getMessage(receipt.message_group_uuid, receipt.message_sk);
  return message?.user_uuid === owner ? [] : ['the receipt has no message'];
}
